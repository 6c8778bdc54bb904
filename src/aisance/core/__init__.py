"""What every domain stands on: the clock, events, audit, rights, scope, decisions, translated text.

`core` knows no domain. It may be imported from anywhere.
"""
