"""Collection: what customers give to a questionnaire, on any way in, and what is kept of it."""
