"""Who was not asked: from the contact to the answer, whether it depends on how the contact went, and who is silent."""
