"""Paper and face to face: forms to print, sheets typed in by the keyboard, and files typed twice."""
