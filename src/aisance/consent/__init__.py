"""What each customer allows: purposes, proofs, and the rights that people have over what is kept about them."""
