"""Words that say nothing by themselves: they are not searched for, and do not emerge."""

from aisance.verbatims.reading.masking import folded

_FRENCH = """
a ai alors apres as au aucun aussi autre aux avant avec avoir ca car ce cela celui ces cet cette ceux chaque chez ci
comme comment d dans de deja depuis des deux devoir dire donc dont du elle en encore entre est et etaient etait etant
ete etre eu eux faire fait falloir fois il ils j je jusque l la laquelle le lequel les leur lors lui m ma mais me meme
mes moi moins mon n ne ni nos notre nous on ont or ou par parce pas passer peu peut plus plusieurs plutot pour
pourquoi pouvoir prendre puis qu quand que quel quelque qui quoi rien s sa sans savoir se selon sera ses si soi soit
son sont sous sur t ta tant te tel tes toi ton tous tout toute tres trop tu un une va venir vers voir voila vos votre
vouloir vous vraiment y aller ainsi lorsque assez toujours bonjour svp monsieur madame
"""
_ENGLISH = """
a about above after again all also am an and any are as at be because been before being but by can could did do does
doing don down during each few for from further get give go had has have having he her here hers him his how i if in
into is it its itself just ll let like make me more most my myself no nor not now of off on once one only or other our
out over own re really s same say she should so some such t take than that the their them then there these they thing
this those through to too two under until up us use very want was we were what when where which while who whom why
will with would you your ve im ive u ur still even much many way please hello hi
"""
STOPPED = frozenset(folded(word) for word in f"{_FRENCH} {_ENGLISH}".split())


def is_telling(lemma: str) -> bool:
    """Whether a base form says something by itself: no mask, no number, no word of grammar.

    >>> is_telling("facture"), is_telling("avec"), is_telling("[phone]"), is_telling("12")
    (True, False, False, False)
    """
    return len(lemma) > 1 and lemma.isalpha() and lemma not in STOPPED
