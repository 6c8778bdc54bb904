"""Days and times as Europe writes them in English; French is Django's own."""
