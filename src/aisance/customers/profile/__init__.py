"""What may be asked of a customer and kept: profile fields, services in exchange, the client book."""
