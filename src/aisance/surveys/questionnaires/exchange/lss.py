"""to come"""

from aisance.surveys.questionnaires.exchange.contracts import Imported


def read_lss(data: bytes) -> Imported:
    raise NotImplementedError
