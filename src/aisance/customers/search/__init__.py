"""Finding customers by what one remembers of them."""
