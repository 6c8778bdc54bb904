"""Cards of profile fields, for tests."""

from typing import Any

from aisance.customers.profile.contracts import FieldCard, FieldKind, Use


def field(code: str, kind: FieldKind = FieldKind.TEXT, **changes: Any) -> FieldCard:
    """A card of this code, with these changes."""
    words: dict[str, Any] = {
        "number": 0,
        "holds_since": 0,
        "name": {"fr": code, "en": code},
        "question": {"fr": f"{code} ?", "en": f"{code}?"},
        "kind": kind,
        "options": (),
        "use": Use.SEGMENT,
        "use_name": "movers",
        "purpose": {"fr": "vous servir", "en": "to serve you"},
        "keep_days": 365,
        "is_mandatory": False,
        "weight": 2,
    }
    return FieldCard(code, **{**words, **changes})
