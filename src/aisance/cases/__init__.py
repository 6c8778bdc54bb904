"""The closed loop: alerts, cases, gestures, and the ways by which they come in and go out."""
