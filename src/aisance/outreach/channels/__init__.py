"""By what messages leave: a folder each for e-mail, SMS and nowhere, behind one contract. Knows no database."""
