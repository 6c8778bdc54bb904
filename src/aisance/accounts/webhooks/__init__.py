"""Webhooks: other systems are told what happens here, signed, in order, again and again until they have it."""
