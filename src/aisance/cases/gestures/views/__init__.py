"""The pages of gestures."""
