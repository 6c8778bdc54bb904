"""Exchange: questionnaires as files, our own and those of other products."""
