"""Questionnaires: what is asked, in which order, in which words, and to whom each question is shown."""
