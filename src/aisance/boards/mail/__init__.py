"""The weekly report: a board as a mail with pictures, in the language and with the figures of its reader."""
