"""The desk: the pages on which an advisor spends the day, and what they write there."""
