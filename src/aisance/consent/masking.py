"""Addresses shown so that their owner knows them and nobody learns them."""

from collections.abc import Mapping

from aisance.consent.contracts import ConsentChannel


def masked(reach: Mapping[ConsentChannel, tuple[str, str]]) -> list[str]:
    """The addresses of a customer, each once, masked."""
    return list(dict.fromkeys(mask(value) for _kind, value in reach.values()))


def mask(value: str) -> str:
    """An address with most of it taken out: the first letter and the end of the domain, or the last two digits.

    >>> mask("helene.garnier@customers.example"), mask("+33612345678"), mask("x")
    ('h•••@•••.example', '••• 78', '•••')
    """
    local, at, domain = value.rpartition("@")
    if at:
        return f"{local[:1]}•••@•••.{domain.rpartition('.')[2]}"
    return f"••• {value[-2:]}" if len(value) > 4 else "•••"
