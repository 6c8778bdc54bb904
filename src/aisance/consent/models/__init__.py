"""Tables of consent, a module for each kind of thing."""
