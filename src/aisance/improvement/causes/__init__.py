"""Contact reasons by what they are worth, what they cost, how often they repeat, and who could remove them."""
