"""What gets in the way of the work: colleagues report it in a minute, and see what became of it."""
