"""What a questionnaire brought: every item with its distribution, read from the store."""
