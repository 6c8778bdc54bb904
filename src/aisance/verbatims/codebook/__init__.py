"""The code book of the organisation: its shape, its versions, trying a change."""
