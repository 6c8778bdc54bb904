"""Learns how frequent each class is: one constant a class that is added to what a judge says.

A judge that was taught as many sentences of every class takes a rare one for more frequent than it is. One number puts
that right, and fifty labels can bear out one, where they bear out no weights of words.
"""

from typing import Any

from aisance.core.later import Later
from aisance.verbatims.learning.starting import departure, enough

np: Any = Later("numpy")

STRENGTH = 1.0
"""How far constants may go: those at which one class is e to the 1.4 times likelier than before are a usual size."""
SLOPE_SPREAD = 0.5
"""By so much, as a logarithm, a judge may usually be too sure or not sure enough."""
LEAST_SHARE = 0.01
"""No class is taken for rarer: its few texts would outweigh all others."""
FORGOTTEN_AT_MOST = 0.02
"""Of balanced accuracy, so much may be given for accuracy. At .03 the fast stage lost six points on the reviews."""
STEPS = 10


def leaning(places: Any, before: Any, usual: Any) -> tuple[Any, Any]:
    """One constant a class that the labels add to the judge's log-odds, and what each label weighs; 1 on average.

    `usual` are the judge's log-odds of texts as they come, nobody having chosen them. People look at what displeases
    first, so that labels do not tell how frequent a class is: these texts do, each with what the labels say of one that
    is judged like it.
    """
    from scipy.special import softmax

    names, own = np.unique(places, return_inverse=True)
    even = _constants(places, np.ones(len(places)), before)
    found = softmax(usual + even, axis=1).mean(axis=0)[names]
    weights = worth(found / found.sum())[own]
    weights /= weights.mean()
    return _bounded(_constants(places, weights, before), places, before, usual), weights


def worth(shares: Any) -> Any:
    """What a text of each class counts, by the shares of the classes: half goes to texts, half to classes.

    So weighed, what is right is the mean of accuracy and balanced accuracy. By texts alone the few displeased would be
    forgotten; by classes alone one of them would be worth fifty false alarms where they are two in a hundred.

    >>> import numpy
    >>> worth(numpy.array([0.5, 0.5])).tolist(), worth(numpy.array([0.02, 0.98])).round(2).tolist()
    ([1.0, 1.0], [13.0, 0.76])
    """
    return 0.5 + 0.5 / len(shares) / np.maximum(shares, LEAST_SHARE)


def _constants(places: Any, weights: Any, before: Any) -> Any:
    """The likeliest constants of the classes with labels enough, beside each other; 0 where there are not two."""
    constants, known = np.zeros(before.shape[1]), enough(places)
    if len(known) > 1:
        some, told = _among(places, known)
        odds = before[np.ix_(some, known)]
        constants[known] = departure(np.zeros((len(some), 0)), told, weights[some], odds, STRENGTH)[1]
    return constants


def _among(places: Any, known: Any) -> tuple[Any, Any]:
    """Which labels are of these classes, and the place of each among them."""
    some = np.flatnonzero(np.isin(places, known))
    return some, np.searchsorted(known, places[some])


def _bounded(constants: Any, places: Any, before: Any, usual: Any) -> Any:
    """As much of the constants as forgets no class: by what labels say of usual texts, class by class."""
    if not constants.any():
        return constants
    known = enough(places)
    some, told = _among(places, known)
    usual = usual[:, known]
    chances = _likely(told, before[np.ix_(some, known)], usual)
    least = _balanced(usual, chances) - FORGOTTEN_AT_MOST
    tried = (constants * step / STEPS for step in range(STEPS, -1, -1))
    return next(one for one in tried if _balanced(usual + one[known], chances) >= least)


def _likely(told: Any, before: Any, usual: Any) -> Any:
    """The chances of usual texts: the judge's, with the slope and the constants at which the labels are likeliest."""
    from scipy.optimize import minimize
    from scipy.special import log_softmax, softmax

    def cost(some: Any) -> float:
        scores = log_softmax(np.exp(some[0]) * before + some[1:], axis=1)
        held = (some[0] / SLOPE_SPREAD) ** 2 + (some[1:] ** 2).sum() / STRENGTH
        return float(held / 2 - scores[np.arange(len(told)), told].sum())

    slope, *constants = minimize(cost, np.zeros(1 + before.shape[1]), method="L-BFGS-B").x
    return softmax(np.exp(slope) * usual + np.array(constants), axis=1)


def _balanced(scores: Any, chances: Any) -> float:
    """Of each class, the share that the scores have right, where texts are of a class by chance; the mean of these."""
    said = np.eye(scores.shape[1])[scores.argmax(axis=1)]
    return float(((said * chances).sum(axis=0) / chances.sum(axis=0)).mean())
