"""Leads a caller through the questions behind a link: one turn after the other."""

from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aisance.core import clock
from aisance.surveys.collection.contracts import Fate, LinkPlace, Outcome, Submission
from aisance.surveys.collection.reading import IN_WORDS
from aisance.surveys.contracts import Scale
from aisance.surveys.gateways.ivr.contracts import Ask, Call, Heard, Turn
from aisance.surveys.models import OpenLink
from aisance.surveys.queries.links import version_behind
from aisance.surveys.queries.questions import points_asked
from aisance.surveys.queries.screens import languages_of
from aisance.surveys.queries.sittings import Sitting, sitting_at
from aisance.surveys.questionnaires.contracts import Given, Item, ItemKind
from aisance.surveys.questionnaires.rules import piped
from aisance.surveys.services.answering import submit

MOST_TRIES = 2
LONGEST_REFERENCE = 500
SPEAKS = {"fr", "en"}


def begin(call: Call) -> Turn | None:
    """The first words of a call; null where there is no such link for calls. Nothing is stored."""
    version_id = version_behind(call.code)
    sitting = _sitting(call, version_id) if version_id else None
    if sitting is None:
        return None
    if sitting.is_over(clock.now()):
        return _end(sitting, call, open_=False)
    if sitting.is_complete:
        return _end(sitting, call)
    return _ask_from(call, sitting, 1)


def hear(call: Call, heard: Heard) -> Turn | None:
    """Take what a caller gave, and say what comes next; null where the place is not ours.

    The same again is taken once. Silence and digits that are no point of the scale are asked again, twice at most;
    then the question is passed.
    """
    sitting = _sitting(call, heard.version_id)
    if sitting is None or not 1 <= heard.number <= len(sitting.items):
        return None
    item = sitting.items[heard.number - 1]
    given = _given(item, sitting.scales.get(item.code), heard)
    if given is None and heard.tries < MOST_TRIES:
        return _turn(call, sitting, heard.number, tries=heard.tries + 1)
    outcome = _store(call, sitting, heard.number, given or Given())
    return _after(call, sitting, outcome)


def _sitting(call: Call, version_id: int) -> Sitting | None:
    """The response of this call: its key is the call's own name, so that nothing of a call is stored beside it."""
    began_at = clock.now() - timedelta(hours=1)  # nobody is too fast on the telephone
    sitting = sitting_at(LinkPlace(call.code, f"call|{call.code}|{call.name}", version_id, began_at))
    return sitting if sitting is not None and sitting.use == OpenLink.Use.IVR else None


def _given(item: Item, scale: Scale | None, heard: Heard) -> Given | None:
    """What was given; null where it has to be asked again. A recording left out is a question passed."""
    if item.kind in IN_WORDS:
        reference = heard.recording.strip()[:LONGEST_REFERENCE]
        return Given(value={"recording": reference}) if reference else Given()
    digits = heard.digits.strip().rstrip("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
        return None
    return Given(score=int(digits)) if scale is not None and scale.holds(int(digits)) else None


def _store(call: Call, sitting: Sitting, number: int, given: Given) -> Outcome:
    code = sitting.items[number - 1].code
    return submit(
        Submission(
            place=sitting.place,
            at=clock.now(),
            number=number,
            given={code: given},
            language=_language(sitting, call),
            collected_by=OpenLink.Use.IVR.value,
        )
    )


def _after(call: Call, sitting: Sitting, outcome: Outcome) -> Turn:
    if outcome.fate is Fate.KEPT:
        return _ask_from(call, sitting, outcome.next_number)
    return _end(sitting, call, open_=outcome.fate in {Fate.COMPLETE, Fate.ALREADY, Fate.WRONG})


def _ask_from(call: Call, sitting: Sitting, number: int) -> Turn:
    """Ask this item, or the first one after it that a telephone can ask; the others are passed."""
    while not _can_be_asked(sitting, number):
        outcome = _store(call, sitting, number, Given())
        if outcome.fate is not Fate.KEPT or outcome.next_number <= number:
            return _end(sitting, call)
        number = outcome.next_number
    return _turn(call, sitting, number)


def _can_be_asked(sitting: Sitting, number: int) -> bool:
    item = sitting.items[number - 1]
    return item.kind in IN_WORDS or (item.kind != ItemKind.MATRIX and sitting.scales.get(item.code) is not None)


def _turn(call: Call, sitting: Sitting, number: int, tries: int = 0) -> Turn:
    item, language = sitting.items[number - 1], _language(sitting, call)
    wording = piped(item.wording.get(language) or next(iter(item.wording.values()), ""), sitting.given, {})
    scale = sitting.scales.get(item.code)
    with translation.override(language if language in SPEAKS else "en"):
        again = _("Sorry, that was not understood.") if tries else ""
        if item.kind in IN_WORDS or scale is None:
            how = _("Speak after the tone; press the hash key when you have ended.")
            words = " ".join(filter(None, [again, wording, how]))
            return Turn(Ask.RECORDING, words, language, sitting.version_id, number, item.code, tries=tries)
        how = _("Press a number from %(low)d to %(high)d, then the hash key.")
        said = [again, wording, how % {"low": scale.minimum, "high": scale.maximum}, *_ends(item, scale)]
    return Turn(
        ask=Ask.DIGITS,
        words=" ".join(filter(None, said)),
        language=language,
        version_id=sitting.version_id,
        number=number,
        item=item.code,
        low=scale.minimum,
        high=scale.maximum,
        tries=tries,
    )


def _ends(item: Item, scale: Scale) -> list[str]:
    """What the ends of the scale mean, or each point where they are few: only what has words is said."""
    words = {score: str(name) for score, name in points_asked(item.kind) if name}
    few = [*range(scale.minimum, scale.maximum + 1)] if scale.maximum - scale.minimum < 4 else []
    points = few or [scale.minimum, scale.maximum]
    said = pgettext("on the telephone", "%(point)d: %(meaning)s.")
    return [said % {"point": point, "meaning": words[point]} for point in points if point in words]


def _end(sitting: Sitting, call: Call, *, open_: bool = True) -> Turn:
    language = _language(sitting, call)
    with translation.override(language if language in SPEAKS else "en"):
        words = _("Thank you. Goodbye.") if open_ else _("This line takes no answers at the moment. Goodbye.")
    return Turn(Ask.NOTHING, words, language)


def _language(sitting: Sitting, call: Call) -> str:
    """The call's, else the link's, else the first in which everything is worded."""
    offered = languages_of(sitting)
    wanted = [call.language[:2].lower(), sitting.language[:2], *offered]
    return next((code for code in wanted if code in offered), "en")


__all__ = ["begin", "hear"]
