"""The widget: one script on another web site, which opens a link's questions in a corner."""
