"""The pure decisions of a programme: who is eligible and who is drawn, when, on what, and how large a sample is."""
