"""Ideas: given in answers, by colleagues and on a public page; merged, discussed, voted on, answered."""
