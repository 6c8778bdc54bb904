"""Cases of unhappy customers in every state, led by Orvane's people through the same doors as on any day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from aisance.accounts.public import root_unit, units_by_code, viewer_of
from aisance.cases import public as cases
from aisance.cases.contracts import CaseOutcome, NewCase, Opened, StakePart
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.journeys.public import reasons
from aisance.outreach.contracts import MessageChannel
from aisance.surveys.contracts import QuestionKind
from aisance.surveys.public import WholeResponse, responses_given

TEAM = "lille-a"
LOOKED_BACK = timedelta(days=30)
READ = 1_500
LED, IN_POOL = 26, 9
QUESTIONS = (
    "Tu l’as eue au téléphone en octobre : que lui avait-on dit du délai ?",
    "Peut-on rendre les frais de mise en service ici ?",
)
AGAIN = "Elle redemande où en est son remboursement."
DETRACTOR = 6
RULE_NAMES = {
    "nps-0-3": {"en": "Would recommend us from 0 to 3", "fr": "Nous recommanderait de 0 à 3"},
    "nps-0-6-bad-words": {"en": "Detractor, with displeased words", "fr": "Détracteur, et mécontent dans ses mots"},
}

TEMPLATES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        *("Excuses et explication", "fr", "", "Votre demande"),
        "Bonjour {customer},\n\nVous nous avez écrit au sujet de [ce qui s’est passé]. Vous avez raison : "
        "[ce que nous avons mal fait]. Je vous présente nos excuses.\n\n[Ce que je fais maintenant].\n\n"
        "Je reste votre contact pour ce dossier {case}.\n{advisor}, {company}",
    ),
    (
        *("Facture corrigée", "fr", "bill", "Votre facture"),
        "Bonjour {customer},\n\nVotre facture [du mois de] comptait [l’erreur]. Elle est corrigée, et [montant] vous "
        "sera rendu le [date].\n\n{advisor}, {company}",
    ),
    (
        *("Apology and explanation", "en", "", "Your request"),
        "Dear {customer},\n\nYou wrote to us about [what happened]. You are right: [what we did wrong]. I apologise.\n\n"
        "[What I am doing now].\n\nI remain your contact for case {case}.\n{advisor}, {company}",
    ),
    (
        *("We call you back", "en", "", "Our call"),
        "Dear {customer},\n\nI would like to speak with you about [what happened]. I will call on [day and hour]; tell me "
        "if another time suits you better.\n\n{advisor}, {company}",
    ),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the people of the demo say in a case, in the customer's language."""

    noted: str
    subject: str
    written: str
    answered: str
    promised: str
    summary: str
    done: str


SAID = {
    "fr": Said(
        noted="Appelée deux fois, pas de réponse. La pièce est bien arrivée, mais n’était pas rattachée au contrat.",
        subject="Votre demande",
        written="Bonjour,\n\nVotre pièce est arrivée dès le premier envoi ; c’est nous qui ne l’avions pas rattachée. "
        "C’est fait depuis ce matin, et je vous présente nos excuses pour ces allers-retours.\n\nHugo Lambert",
        answered="Merci pour votre réponse. Mais ma facture n’est toujours pas corrigée, que dois-je faire ?",
        promised="Rappeler avec le montant corrigé",
        summary="La cliente a envoyé trois fois sa pièce. Elle est rattachée ; reste à corriger la facture de novembre.",
        done="Appelée : tout est réglé, elle nous remercie.",
    ),
    "en": Said(
        noted="Called twice, no answer. The document did arrive, but was not attached to the contract.",
        subject="Your request",
        written="Hello,\n\nYour document arrived the first time; it was us who had not attached it. It has been since "
        "this morning, and I apologise for the back and forth.\n\nHugo Lambert",
        answered="Thank you for your answer. But my bill is still wrong: what should I do?",
        promised="To call back with the corrected amount",
        summary="The customer sent their document three times. It is attached; the November bill is still to be mended.",
        done="Called: all is settled, and they thank us.",
    ),
}


def lead_cases(people: Mapping[str, int], now: datetime, by: Viewer) -> None:
    """Open cases for those who lately would not recommend us and said why; lead those of one team part of the way."""
    hugo, samira = viewer_of(people["hugo@orvane.example"]), viewer_of(people["samira@orvane.example"])
    assert hugo is not None
    assert samira is not None
    _templates(now, by)
    home = units_by_code([TEAM])[TEAM].path
    unhappy = _unhappy(responses_given(root_unit().path, now - LOOKED_BACK, now, READ))
    here = [one for one in unhappy if one.unit_path == home][-LED:]
    for one in [one for one in unhappy if one.unit_path != home][-IN_POOL:]:
        _open(one, by)
    for place, one in enumerate(here):
        case_id = _open(one, by).case_id
        story = STORIES[place * len(STORIES) // len(here)]
        with clock.stopped_at(min(one.answered_at + timedelta(minutes=50 + 23 * (place % 7)), now)):
            story(case_id, SAID["fr" if one.language == "fr" else "en"], hugo, samira)
    own = _own_open(hugo)
    _of_today(own, now, hugo)
    with clock.stopped_at(now - timedelta(minutes=70)):
        for case_id, asks, asked, words in zip(own[2:], (samira, hugo), (hugo, samira), QUESTIONS, strict=False):
            cases.ask_colleague(case_id, person_id=asked.person_id or 0, words=words, by=asks)


def _own_open(hugo: Viewer) -> list[int]:
    """Hugo's open cases that nobody was promised anything in, the newest first."""
    own = cases.cases_seen(hugo).filter(owner_id=hugo.person_id, closed_at__isnull=True, promised_by__isnull=True)
    return list(own.order_by("-pk").values_list("pk", flat=True))


def _of_today(own: Sequence[int], now: datetime, hugo: Viewer) -> None:
    """A call promised for later today, and two cases of one customer that turned out to be one matter."""
    if len(own) < 2:
        return
    called, whole = own[0], own[1]
    with clock.stopped_at(now - timedelta(minutes=25)):
        by = _at_work(now + timedelta(hours=2))
        words = SAID["fr"].promised
        cases.promise(called, words, promised_by=by, version=_version(called, hugo), by=hugo)
        second = cases.split(whole, words=AGAIN, version=_version(whole, hugo), by=hugo)
    with clock.stopped_at(now - timedelta(minutes=10)):
        cases.merge(second, into=whole, version=_version(second, hugo), by=hugo)


def _at_work(moment: datetime) -> datetime:
    """The moment, or half past nine of the next day on which somebody works, so that nobody promises to call at night."""
    local = timezone.localtime(moment)
    if local.weekday() < 5 and 9 <= local.hour < 18:
        return moment
    day = local.date() if local.hour < 9 else local.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return clock.start_of_day(day) + timedelta(hours=9, minutes=30)


def _templates(now: datetime, by: Viewer) -> None:
    codes = {card.code: card.id for card in reasons()}
    with clock.stopped_at(now - timedelta(days=60)):
        for name, language, reason, subject, body in TEMPLATES:
            values = {"name": name, "language": language, "subject": subject, "body": body, "outcome": ""}
            cases.set_reply_template(None, {**values, "reason_id": codes.get(reason)}, by=by)


def _unhappy(responses: Sequence[WholeResponse]) -> list[WholeResponse]:
    """The known customers who would not recommend us and wrote why, one response each, the oldest first."""
    found = {
        one.customer_id: one
        for one in sorted(responses, key=lambda one: one.answered_at)
        if one.customer_id and one.words and one.scores.get(QuestionKind.NPS, (10, ""))[0] <= DETRACTOR
    }
    return sorted(found.values(), key=lambda one: one.answered_at)


def _open(one: WholeResponse, by: Viewer) -> Opened:
    score = one.scores[QuestionKind.NPS][0]
    rule, weight = ("nps-0-3", 40.0) if score <= 3 else ("nps-0-6-bad-words", 25.0)
    draft = NewCase(
        customer_id=one.customer_id or 0,
        matter=f"reason:{one.reason_id}" if one.reason_id else "answers",
        source=rule,
        key=f"demo:{one.response_id}",
        unit_id=one.unit_id,
        due_hours=8,
        stake_parts=(StakePart("rule", weight + 2 * (DETRACTOR - score), {"rule": rule, "name": RULE_NAMES[rule]}),),
        reason_id=one.reason_id,
        response_id=one.response_id,
        language=one.language,
    )
    with clock.stopped_at(one.answered_at):
        return cases.open_case(draft, by=by)


type Story = Callable[[int, Said, Viewer, Viewer], None]


def _taken(case_id: int, hugo: Viewer) -> int:
    """The version of a case once it is Hugo's."""
    cases.assign([case_id], owner_id=hugo.person_id, by=hugo)
    return _version(case_id, hugo)


def _version(case_id: int, by: Viewer) -> int:
    card = cases.case_card(by, case_id)
    assert card is not None
    return card.version


def _write(case_id: int, said: Said, hugo: Viewer, *, waits: bool = True) -> None:
    cases.write_to_customer(
        case_id,
        said.written,
        channel=MessageChannel.EMAIL,
        subject=said.subject,
        version=_taken(case_id, hugo),
        by=hugo,
        waits=waits,
    )


def _closed(case_id: int, said: Said, hugo: Viewer, outcome: CaseOutcome, cause: str = "") -> None:
    codes = {card.code: card.id for card in reasons()}
    _taken(case_id, hugo)
    cases.note(case_id, said.noted, by=hugo)
    with clock.stopped_at(clock.now() + timedelta(hours=5)):
        cases.close(
            case_id,
            outcome,
            root_cause=codes.get(cause),
            words=said.done if outcome in {CaseOutcome.SOLVED, CaseOutcome.SAVED} else "",
            version=_version(case_id, hugo),
            by=hugo,
            ask=False,
        )


def _solved(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _closed(case_id, said, hugo, CaseOutcome.SOLVED, "move")
    cases.customer_says(case_id, 1, solved=True)


def _saved(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _closed(case_id, said, hugo, CaseOutcome.SAVED, "bill")


def _lost(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _closed(case_id, said, hugo, CaseOutcome.LOST, "cancel")


def _not_reached(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _closed(case_id, said, hugo, CaseOutcome.NOT_REACHED)


def _promised(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    by = clock.now() + timedelta(days=2, hours=3)
    cases.note(case_id, said.noted, by=hugo)
    cases.promise(case_id, said.promised, promised_by=by, version=_taken(case_id, hugo), by=hugo)


def _waiting(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _write(case_id, said, hugo)


def _answered(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _write(case_id, said, hugo)
    at = clock.now() + timedelta(hours=3)
    with clock.stopped_at(at):
        cases.message_in(case_id, said.answered, channel="email", at=at, key=f"demo:answer:{case_id}", by=hugo)


def _asked(case_id: int, said: Said, hugo: Viewer, samira: Viewer) -> None:
    _taken(case_id, hugo)
    words = "Peut-on rendre les frais de mise en service ici ?"
    cases.ask_colleague(case_id, person_id=samira.person_id or 0, words=words, by=hugo)


def _told(case_id: int, said: Said, hugo: Viewer, samira: Viewer) -> None:
    entry = cases.ask_colleague(case_id, person_id=hugo.person_id or 0, words="Tu connais cette cliente ?", by=samira)
    assert entry


def _noted(case_id: int, said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _taken(case_id, hugo)
    cases.note(case_id, said.noted, by=hugo)


def _handed_over(case_id: int, said: Said, hugo: Viewer, samira: Viewer) -> None:
    version = _version(case_id, hugo)
    cases.transfer(case_id, owner_id=hugo.person_id, summary=said.summary, version=version, by=samira)


def _new(case_id: int, _said: Said, hugo: Viewer, _samira: Viewer) -> None:
    _taken(case_id, hugo)


def _left_alone(case_id: int, _said: Said, _hugo: Viewer, samira: Viewer) -> None:
    cases.assign([case_id], owner_id=None, by=samira)


STORIES: tuple[Story, ...] = (
    *(_solved, _solved, _saved, _lost, _solved, _not_reached, _saved, _solved),
    *(_promised, _waiting, _asked, _waiting, _answered, _told, _noted, _handed_over, _new, _left_alone, _new),
)
"""What became of the cases of the team, the oldest first."""
