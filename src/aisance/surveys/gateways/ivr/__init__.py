"""The telephone: after a call a voice platform hands out the questions, and brings digits and recordings back."""
