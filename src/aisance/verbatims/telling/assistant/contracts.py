"""What a language model is to the product, whoever provides it."""

from dataclasses import dataclass
from typing import Protocol


class ModelError(Exception):
    """The model did not answer, or not so that it can be read; the message says why, without any words of customers."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, and how many tokens question and answer took; 0 where it does not say."""

    text: str
    tokens: int


class LanguageModel(Protocol):
    """A model that answers one question at a time. `ask` raises ModelError."""

    name: str

    def ask(self, instructions: str, question: str) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text, and its number."""

    text: str
    verbatim_id: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A name and a summary of texts, the quotes that stand in them word for word, and how many did not."""

    name: str
    summary: str
    quotes: tuple[Quote, ...]
    dropped: int
    texts: int
    model: str
