"""What other domains may hold of consent."""
