"""The front door of consent."""
