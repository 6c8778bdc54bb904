"""Contact pressure: how often a customer may hear from the company, decided once for every programme and channel."""
