"""Boards on paper and as pictures: a document of words and places, typeset by typst with fonts that we bring along."""
