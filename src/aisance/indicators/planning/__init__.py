"""How many more answers: for a precision that is wanted, for a change that is to be seen."""
