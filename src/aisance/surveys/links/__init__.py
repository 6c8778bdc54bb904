"""Open links of a programme: their pages, their QR codes and posters."""
