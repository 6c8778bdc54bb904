"""What people of staff are told by mail about a case: requests for gestures, decisions, messages that came back."""
