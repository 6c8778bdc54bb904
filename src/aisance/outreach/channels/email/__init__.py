"""E-mail: over SMTP, through a provider, or into a folder; and what comes back of it."""
