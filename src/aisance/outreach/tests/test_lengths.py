"""How long a text is on the air: 3GPP TS 23.038 and 23.040."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.outreach.channels.sms.lengths import (
    BASIC,
    EXTENSION,
    Alphabet,
    Length,
    decode,
    encode,
    measure,
    simplified,
    split,
)

GSM, UCS2 = Alphabet.GSM, Alphabet.UCS2
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
CHEAP_TEXT = st.text(st.sampled_from(BASIC.replace("\x1b", "") + "".join(EXTENSION)), max_size=500)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length(GSM, 0, 1, 160)),
        ("a" * 160, Length(GSM, 160, 1, 160)),
        ("a" * 161, Length(GSM, 161, 2, 306)),
        ("a" * 306, Length(GSM, 306, 2, 306)),
        ("a" * 307, Length(GSM, 307, 3, 459)),
        ("€" * 80, Length(GSM, 160, 1, 160)),
        ("€" * 81, Length(GSM, 162, 2, 306)),
        ("a" * 152 + "€" + "a" * 152, Length(GSM, 306, 3, 459)),  # the euro does not lie across two segments
        ("ê" * 70, Length(UCS2, 70, 1, 70, "ê")),
        ("ê" * 71, Length(UCS2, 71, 2, 134, "ê")),
        ("a" * 133 + "ê", Length(UCS2, 134, 2, 134, "ê")),
        ("👍" * 35, Length(UCS2, 70, 1, 70, "👍")),
        ("👍" * 36, Length(UCS2, 72, 2, 134, "👍")),
        ("a" * 66 + "👍" + "a" * 10, Length(UCS2, 78, 2, 134, "👍")),
        ("é{ç", Length(UCS2, 3, 1, 70, "ç")),
        ("Ç", Length(GSM, 1, 1, 160)),
    ],
)
def test_each_bound_is_exact(text: str, length: Length) -> None:
    assert measure(text) == length


def test_the_alphabet_is_that_of_the_standard() -> None:
    assert len(BASIC) == 128
    assert {BASIC[0x00], BASIC[0x10], BASIC[0x40], BASIC[0x5B], BASIC[0x60], BASIC[0x7F]} == set("@Δ¡Ä¿à")
    assert "".join(sorted(EXTENSION)) == "\f[\\]^{|}~€"
    for letter in "êôîûâçœ’«»…–":
        assert measure(letter).culprit == letter


def test_typographers_signs_cost_nothing() -> None:
    assert simplified("« L’été… »\u202f: œuvre – ici") == '" L\'été... " : oeuvre - ici'
    assert measure(simplified("« L’été… »\u202f: œuvre – ici")).alphabet == GSM


@given(CHEAP_TEXT)
def test_the_small_alphabet_goes_there_and_back(text: str) -> None:
    assert decode(encode(text, GSM), GSM) == text


@given(ANY_TEXT)
def test_segments_hold_the_whole_text_and_none_is_too_long(text: str) -> None:
    parts, length = split(text), measure(text)
    size = len(encode(text, length.alphabet)) // (1 if length.alphabet == GSM else 2)

    assert "".join(parts) == text
    assert len(parts) == length.segments
    assert length.units == size
    assert length.left >= 0
    room = {GSM: (160, 153), UCS2: (140, 134)}[length.alphabet][len(parts) > 1]
    assert all(len(encode(part, length.alphabet)) <= room for part in parts)
