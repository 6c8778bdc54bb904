"""Sentence vectors: the contract, and the encoders behind it."""
