"""The only writers of gestures."""
