"""The rights of customers: what is known of them, made right, kept still or erased; and how long it is kept."""
