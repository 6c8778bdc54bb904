"""Programmes, invitations and answers: who is asked what, when, how, and what they said."""
