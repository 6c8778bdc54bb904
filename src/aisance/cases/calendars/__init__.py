"""When a unit works: deadlines and delays counted in its own hours."""
