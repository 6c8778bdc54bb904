"""The ways by which cases come in and go out: mail, the desks of others, calendars."""
