"""to come"""

from aisance.surveys.questionnaires.exchange.contracts import Imported


def read_qsf(data: bytes) -> Imported:
    raise NotImplementedError
