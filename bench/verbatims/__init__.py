"""How right and how fast words are read: the fast stage and both stages side by side."""
