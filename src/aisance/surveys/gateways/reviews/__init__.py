"""Public reviews: what people publish about the company elsewhere, by file and by webhook."""
