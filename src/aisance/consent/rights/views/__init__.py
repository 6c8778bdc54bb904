"""Pages of the data-protection officer, and the one by which a customer fetches an answer."""
