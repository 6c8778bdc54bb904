"""Which reader a file needs."""

from aisance.surveys.questionnaires.exchange.contracts import Imported
from aisance.surveys.questionnaires.exchange.lss import read_lss
from aisance.surveys.questionnaires.exchange.own import read_own
from aisance.surveys.questionnaires.exchange.qsf import read_qsf


def read_file(name: str, data: bytes) -> Imported:
    """The questionnaire in a file: by its name, else by how it begins. Raises FileRefused."""
    ending, start = name.rpartition(".")[2].lower(), data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if ending in {"lss", "xml"} or start.startswith(b"<"):
        return read_lss(data)
    if ending in {"qsf", "json"} or start.startswith(b"{"):
        return read_qsf(data)
    return read_own(data)
