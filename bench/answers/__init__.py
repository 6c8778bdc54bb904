"""How many customers may send a whole questionnaire at the same moment."""
