"""The results page of a questionnaire with 20 questions, beside the two ways in which peers make it."""
