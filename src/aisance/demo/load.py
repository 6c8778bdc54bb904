"""Writes the drawn company through the front doors of the domains, as a real one would come in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any

import numpy as np
from django.utils import translation

from aisance.accounts.public import add_person, add_unit, assign_role, ensure_advisors, name_advisors, root_unit
from aisance.core import clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.demo import company, draw
from aisance.demo.advocacy import happy_customers
from aisance.demo.alerts import set_alerts
from aisance.demo.answers import (
    CLARITY,
    Asked,
    Given,
    answered_before,
    answers_before,
    answers_on_the_phone,
    asked_here,
    interviewed,
    unknown_customers,
)
from aisance.demo.boards import build_boards
from aisance.demo.book import begin_draft
from aisance.demo.cases import lead_cases
from aisance.demo.consents import consents
from aisance.demo.customers import enrich
from aisance.demo.draw import CHANNELS, REASONS, STEPS, TEAMS, Year
from aisance.demo.elsewhere import listen_elsewhere
from aisance.demo.gestures import give_gestures
from aisance.demo.improving import improve
from aisance.demo.mailing import mail_came_in
from aisance.demo.minds import Mind, minds
from aisance.demo.profiles import profiles
from aisance.demo.staff import employee_answers
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import add_journey, ensure_reasons, record_interactions
from aisance.lake.public import pull
from aisance.surveys.contracts import InvitationState, NotAskedReason, PastDecision, ResponseDraft
from aisance.surveys.public import (
    create_question,
    ensure_default_programme,
    import_questionnaire,
    publish_draft,
    record_history,
    record_responses,
    save_draft,
    switch_on,
    terms_in_force,
    usual_wordings,
)
from aisance.verbatims.public import read_waiting

SEED = 2026
BATCH = 4_000
WORDS_AT_MOST = 20_000
"""In one go: where answers have only just come, reading again begins again with the same ones."""

type Teller = Callable[[str], None]


def load(tell: Teller, *, seed: int = SEED) -> None:
    """Create the whole company. Takes about half a minute; nothing of it may exist yet."""
    by = system_viewer("demo")
    now = clock.now().replace(microsecond=0)
    with translation.override("en"):
        tell("The company and its people ...")
        people = _organisation(by)
        tell("Its customers ...")
        languages, claims, ids = _customers(seed, by)
        consents(claims, ids, seed, now, by)
        enrich(claims, ids, seed, now, by)
        profiles(ids, seed, now, by)
        tell("A year of contacts ...")
        year = draw.draw_year(seed, now)
        interactions = _interactions(year, claims, languages, now, by)
        tell("What customers answered ...")
        mind = minds(year, seed, languages)
        _own_question(by)
        _questionnaires(by)
        _record(_answers_before(year, mind, seed, now, claims), by)
        _record(_interviews(year, mind, seed, now, claims), by)
        _record(employee_answers(seed, now), by)
        _answers_here(year, mind, seed, now, ids, interactions, by)
        tell("What came in by other ways ...")
        listen_elsewhere(ensure_default_programme(by=by), seed, now, by)
        tell("The cases of unhappy customers ...")
        lead_cases(people, now, by)
        give_gestures(people, ids, seed, now, by)
        mail_came_in(now, by)
        set_alerts(by=by)
        tell("What they wrote ...")
        read_waiting(WORDS_AT_MOST)
        tell("The figures ...")
        pull()
        tell("What happy customers gave ...")
        happy_customers(claims, ids, people, seed, now, by)
        tell("What is done about the causes ...")
        improve(people, seed, now)
        begin_draft(by)
        tell("The boards ...")
        build_boards(manager_id=people["claire@orvane.example"], supervisor_id=people["samira@orvane.example"])


def _organisation(by: Viewer) -> dict[str, int]:
    """The units, the people and the vocabulary; the ids of the people by address."""
    ids: dict[str, int] = {}
    people: dict[str, int] = {}
    for spec in company.UNITS:
        parent = ids[spec.parent] if spec.parent else None
        ids[spec.code] = add_unit(code=spec.code, name=spec.name, kind=spec.kind, parent_id=parent, by=by).pk
    for who in company.CAST:
        person = add_person(email=who.email, name=who.name, password=company.PASSWORD, language=who.language, by=by)
        assign_role(person_id=person.pk, role=who.role, unit_id=ids[who.unit], by=by)
        people[who.email] = person.pk
    teams = {_code(team, name): (ids[team], _full_name(team, name)) for team in TEAMS for name in _advisors(team)}
    ensure_advisors({code: unit for code, (unit, _name) in teams.items()}, by=by)
    name_advisors({code: name for code, (_unit, name) in teams.items()}, by=by)
    code, names = company.JOURNEY
    add_journey(code=code, names=names, steps=company.STEPS, is_main=True, by=by)
    ensure_reasons(company.REASONS, by=by)
    return people


def _advisors(team: str) -> Sequence[str]:
    start = TEAMS.index(team) * 5 % len(company.ADVISOR_NAMES)
    return (company.ADVISOR_NAMES * 2)[start : start + 5]


def _code(team: str, name: str) -> str:
    """How the telephone system names an advisor."""
    return f"{team}-{name.lower()}"


def _full_name(team: str, name: str) -> str:
    """Nobody bears a name twice: each team counts through the last names from its own place."""
    place = TEAMS.index(team) * 10 + _advisors(team).index(name)
    return f"{name} {company.LAST_NAMES[place]}"


def _customers(seed: int, by: Viewer) -> tuple[list[str], list[CustomerClaim], list[int]]:
    """The languages, the claims and the ids of the customers, in one order."""
    rng = np.random.default_rng([seed, 4])
    first = rng.integers(0, len(company.FIRST_NAMES), draw.CUSTOMERS)
    last = rng.integers(0, len(company.LAST_NAMES), draw.CUSTOMERS)
    french = rng.random(draw.CUSTOMERS) < 0.78
    claims = []
    for number in range(draw.CUSTOMERS):
        name = f"{company.FIRST_NAMES[first[number]]} {company.LAST_NAMES[last[number]]}"
        identifiers = {
            IdentifierKind.EXTERNAL: f"C{number:05}",
            IdentifierKind.EMAIL: f"c{number:05}@customers.example",
        }
        claims.append(CustomerClaim(identifiers, name, "fr" if french[number] else "en"))
    ids: list[int] = []
    for start in range(0, len(claims), BATCH):
        ids += [found or 0 for found in find_or_add_customers(claims[start : start + BATCH], by=by)]
    return [claim.language for claim in claims], claims, ids


def _interactions(
    year: Year, claims: list[CustomerClaim], languages: list[str], now: datetime, by: Viewer
) -> list[int]:
    """Record the year; the ids of the interactions, in the year's order."""
    drafts = list(_drafts(year, claims, languages, now))
    ids: list[int] = []
    for start in range(0, len(drafts), BATCH):
        results = record_interactions(drafts[start : start + BATCH], by=by)
        ids += [result.id or 0 for result in results]
    return ids


def _drafts(year: Year, claims: list[CustomerClaim], languages: list[str], now: datetime) -> Iterator[InteractionDraft]:
    unknown = unknown_customers(year)
    nobody = CustomerClaim()
    for row in range(len(year.started)):
        customer = int(year.customer[row])
        team = TEAMS[year.team[row]]
        abandoned = bool(year.abandoned[row])
        names = _advisors(team)
        advisor = "" if abandoned else _code(team, names[int(year.uniform[row] * 97) % len(names)])
        yield InteractionDraft(
            source="demo",
            external_id=f"I{row:06}",
            channel=Channel(CHANNELS[year.channel[row]]),
            started_at=datetime.fromtimestamp(int(year.started[row]), UTC),
            customer=nobody if unknown[row] else claims[customer],
            step=STEPS[year.step[row]] if year.step[row] >= 0 else "",
            reason=REASONS[year.reason[row]],
            unit=team,
            advisor=advisor,
            language=languages[customer],
            wait_seconds=int(year.wait[row]),
            handling_seconds=None if abandoned else int(year.handling[row]),
            outcome=_outcome(year, row, now),
            **_promise(year, row, now),
        )


def _outcome(year: Year, row: int, now: datetime) -> Outcome | None:
    """What was written lately waits for its answer: it lasts."""
    if year.ended[row] > now.timestamp():
        return None
    return Outcome.ABANDONED if year.abandoned[row] else Outcome.ANSWERED


def _promise(year: Year, row: int, now: datetime) -> dict[str, Any]:
    promised, ended = int(year.promised[row]), int(year.ended[row])
    if not promised:
        return {}
    done = None if ended > now.timestamp() else datetime.fromtimestamp(ended, UTC)
    return {"promised_by": datetime.fromtimestamp(promised, UTC), "done_at": done}


def _own_question(by: Viewer) -> None:
    create_question(
        code=CLARITY, wording=company.CLARITY_WORDING, minimum=1, maximum=5, labels=company.CLARITY_POINTS, by=by
    )


def _questionnaires(by: Viewer) -> None:
    """One that programmes may take, and one that is still being written."""
    for name, publish in (("after-a-call", True), ("barometer", False)):
        file = (Path(__file__).parent / "questionnaires" / f"{name}.toml").read_bytes()
        import_questionnaire(file=file, unit_id=root_unit().id, by=by, publish=publish)


def _record(drafts: Iterable[ResponseDraft], by: Viewer) -> None:
    for some in batched(drafts, BATCH):
        record_responses(some, by=by)


def _answers_before(
    year: Year, mind: Mind, seed: int, now: datetime, claims: list[CustomerClaim]
) -> Iterator[ResponseDraft]:
    """Answers from the previous tool, imported as such."""
    for row in answered_before(year, seed, now).tolist():
        moment = datetime.fromtimestamp(int(year.ended[row]), UTC) + timedelta(hours=3)
        about = _about(row, year, mind, claims)
        for given in answers_before(row, year, mind):
            yield _response("previous tool", f"R{row:06}", moment, given, about)


def _interviews(
    year: Year, mind: Mind, seed: int, now: datetime, claims: list[CustomerClaim]
) -> Iterator[ResponseDraft]:
    """What an institute asked on the phone, the day after."""
    for row in interviewed(year, seed, now).tolist():
        moment = datetime.fromtimestamp(int(year.ended[row]), UTC) + timedelta(days=1)
        about = _about(row, year, mind, claims)
        for given in answers_on_the_phone(row, mind):
            yield _response("institute", f"P{row:06}", moment, given, about)


def _about(row: int, year: Year, mind: Mind, claims: list[CustomerClaim]) -> dict[str, Any]:
    """What a response says of the contact it is about."""
    customer = int(year.customer[row])
    return {
        "customer": claims[customer],
        "channel": Channel(CHANNELS[year.channel[row]]),
        "step": STEPS[year.step[row]] if year.step[row] >= 0 else "",
        "reason": REASONS[year.reason[row]],
        "unit": TEAMS[year.team[row]],
        "language": mind.language[customer],
    }


def _response(source: str, number: str, moment: datetime, given: Given, about: dict[str, Any]) -> ResponseDraft:
    question, score, text = given
    return ResponseDraft(
        source=source, external_id=number, answered_at=moment, question=question, score=score, text=text, **about
    )


def _answers_here(
    year: Year, mind: Mind, seed: int, now: datetime, customers: list[int], interactions: list[int], by: Viewer
) -> None:
    """Our own programme: started as many days ago as it has asked, with every decision it took."""
    programme = ensure_default_programme(by=by)
    _ask_more(programme, by)
    with clock.stopped_at(now - timedelta(days=draw.ASKING_DAYS)):
        switch_on(programme_id=programme, by=by)
    past = [_past(asked, year, mind, customers, interactions) for asked in asked_here(year, mind, seed, now)]
    for start in range(0, len(past), BATCH):
        record_history(programme_id=programme, decisions=past[start : start + BATCH], by=by)


def _ask_more(programme: int, by: Viewer) -> None:
    """Orvane asks what it wants to know: its own question, and what took effort."""
    words = usual_wordings(company.QUESTIONS_ASKED)
    questions = [{"kind": kind, "wording": words[kind]} for kind in company.QUESTIONS_ASKED]
    save_draft(programme_id=programme, terms=replace(terms_in_force(programme), questions=questions), by=by)
    publish_draft(programme_id=programme, by=by)


def _past(asked: Asked, year: Year, mind: Mind, customers: list[int], interactions: list[int]) -> PastDecision:
    row = asked.row
    ended = datetime.fromtimestamp(int(year.ended[row]), UTC)
    sent = None if asked.reason else ended + timedelta(minutes=15)
    state = (
        InvitationState.REFUSED
        if asked.reason
        else InvitationState.FAILED
        if asked.failed
        else InvitationState.DELIVERED
    )
    unknown = asked.reason == NotAskedReason.UNKNOWN_CUSTOMER.value
    return PastDecision(
        interaction_id=interactions[row],
        customer_id=None if unknown else customers[int(year.customer[row])],
        language=mind.language[int(year.customer[row])],
        state=state,
        reason=asked.reason or ("550 5.1.1 mailbox unavailable" if asked.failed else ""),
        decided_at=ended,
        sent_at=sent,
        opened_at=asked.opened_at,
        completed_at=asked.opened_at if asked.finished else None,
        answers=asked.answers,
    )
