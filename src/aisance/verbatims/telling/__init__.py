"""What the words tell: themes and what they go with, irritants, what emerges, contradictions, quotes, search."""
