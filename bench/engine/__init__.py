"""How fast figures come from the store, against SQL by hand, reading alone, and what people use instead."""
