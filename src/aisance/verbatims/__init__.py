"""What customers write: themes and feelings found in their words, offline."""
