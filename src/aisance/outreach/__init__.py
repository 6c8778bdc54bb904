"""Every outgoing message. Domains file an intent; this one decides, sends, and keeps the reason."""
