"""Staff: people, their roles at units, sign-in, API keys, advisors."""
