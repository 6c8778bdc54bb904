"""Tables of verbatims."""

from aisance.verbatims.models.books import BookVersion
from aisance.verbatims.models.coding import Coding, Sample, SampledClause
from aisance.verbatims.models.learning import Correction, LearnedModel
from aisance.verbatims.models.telling import ModelCall, SearchIndex, SearchWord, SeenContradiction
from aisance.verbatims.models.texts import Mention, Reader, Revision, Vectors, Verbatim

__all__ = [
    "BookVersion",
    "Coding",
    "Correction",
    "LearnedModel",
    "Mention",
    "ModelCall",
    "Reader",
    "Revision",
    "Sample",
    "SampledClause",
    "SearchIndex",
    "SearchWord",
    "SeenContradiction",
    "Vectors",
    "Verbatim",
]
