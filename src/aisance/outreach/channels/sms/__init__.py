"""SMS: through a provider's HTTP gateway, over SMPP, or into a folder; and what comes back of it."""
