"""How figures are written: rounded once, with a true minus, the reader's separators and narrow spaces.

A figure is a fraction, a number of seconds or a count; its unit says how it reads: `points` for a net score
(-1 to 1, shown from −100 to +100 with its sign), `%` for a share, `on the scale` for a mean score,
`seconds` or `hours` for a duration, `calls` for a count.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext, ngettext

MINUS = "\u2212"
NARROW = "\u202f"
NO_VALUE = "\u2013"
DECIMALS = {"points": 0, "%": 1, "seconds": 1, "hours": 1, "on the scale": 2}
STEPS = [Decimal(1).scaleb(-decimals) for decimals in range(10)]


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A number in the active language, half away from zero: −1 234,5 in French, −1,234.5 in English; 0 has no sign.

    Rounding goes through the shortest decimal form, so that 0.285 as a percentage is 28.5 and not 28.499999.
    """
    exact = value if isinstance(value, int) and not decimals else Decimal(repr(float(value)))
    return _written(exact, decimals, signed=signed, french=_in_french())


def _written(value: Decimal | int, decimals: int, *, signed: bool, french: bool) -> str:
    exact = value if isinstance(value, int) else value.quantize(STEPS[decimals], rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}" if decimals else f"{abs(exact):,}"
    if french:
        text = text.replace(",", NARROW).replace(".", ",")
    return _sign(exact, signed) + text


def _in_french() -> bool:
    return (get_language() or "en").startswith("fr")


def _sign(value: Decimal | int, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""


def _scaled(value: float, unit: str) -> float:
    return float(_exactly(value, unit))


def _exactly(value: float, unit: str) -> Decimal:
    # Through decimals: 0.285 * 100 in floating point is 28.499999999999996.
    exact = Decimal(repr(float(value)))
    return exact * 100 if unit in ("points", "%") else exact


def shown(value: float | None, unit: str, *, more: int = 0) -> str:
    """The value without its unit; a dash where there is none. `more` decimals where one looks closely."""
    return _shown(value, unit, more, french=_in_french())


def _shown(value: float | None, unit: str, more: int, *, french: bool) -> str:
    if value is None:
        return NO_VALUE
    decimals = 0 if unit == "calls" else DECIMALS.get(unit, 0) + more
    return _written(_exactly(value, unit), decimals, signed=unit == "points", french=french)


def unit_words(unit: str, value: float | None = None) -> str:
    """What stands beside a value: points, %, s, calls."""
    if unit == "points":
        return gettext("points") if value is None else ngettext("point", "points", _grammatical(_scaled(value, unit)))
    if unit in ("seconds", "hours"):
        return gettext("s") if unit == "seconds" else gettext("h")
    if unit == "on the scale":
        return ""
    if unit == "calls":
        return ngettext("call", "calls", round(value or 0))
    return unit


def shown_with_unit(value: float | None, unit: str, *, more: int = 0) -> str:
    """The value as it stands in a sentence: +33, 74.2 %, 176.4 s; "no value" in words where there is none."""
    if value is None:
        return gettext("no value")
    french = _in_french()
    text = _shown(value, unit, more, french=french)
    if unit == "points":
        return text
    if unit == "%" and not french:
        return f"{text}%"
    if unit == "on the scale":
        return text
    return f"{text}{NARROW if unit in ('%', 'seconds', 'hours') else chr(160)}{unit_words(unit, value)}"


def shown_difference(value: float, unit: str) -> str:
    """The size of a difference, without its sign: 7 points, 3.2 points, 12.0 s."""
    size = abs(value)
    digits = DECIMALS.get(unit, 0)
    text = number(_scaled(size, unit), digits)
    if unit in ("points", "%"):
        points = round(_scaled(size, unit), digits)
        return ngettext("%(size)s point", "%(size)s points", _grammatical(points)) % {"size": text}
    return f"{text}{chr(160)}{unit_words(unit, size)}".rstrip()


def _grammatical(size: float) -> int:
    """A whole number whose plural is that of the size to a tenth: 1.9 points in English, 1,9 point in French."""
    shown_size = abs(round(size, 1))
    if _in_french():
        return int(shown_size)
    return 1 if shown_size == 1 else 2


def shown_interval(low: float | None, high: float | None, unit: str, *, more: int = 0) -> str:
    """The interval in brackets, as in [+30 ; +36]; empty where there is none."""
    if low is None or high is None:
        return ""
    french = _in_french()
    separator = f"{NARROW}; " if french else "; "
    return f"[{_shown(low, unit, more, french=french)}{separator}{_shown(high, unit, more, french=french)}]"


def axis_number(value: float, unit: str) -> str:
    """A round value under an axis: +40, 60 %, 120."""
    text = number(_scaled(value, unit), signed=unit == "points")
    if unit != "%":
        return text
    return f"{text}{NARROW}%" if _in_french() else f"{text}%"
