"""What Orvane does about the causes of contacts: judged reasons, plans in pilot units, reports of staff, partners."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from aisance.accounts.public import units_by_code, viewer_of
from aisance.advocacy.public import ideas_to_do
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.demo.draw import EASED_SINCE_DAYS, EASED_TEAMS
from aisance.improvement.contracts import (
    About,
    CauseFate,
    CostDraft,
    CriterionDraft,
    JudgementDraft,
    Lot,
    MeasureDraft,
    PlanDraft,
    TopicStatus,
)
from aisance.improvement.public import (
    add_partner,
    answer_topic,
    ask_for_plan,
    begin_plan,
    conclude_plan,
    join_topics,
    judge_reason,
    note_on_plan,
    record_measures,
    report,
    say_me_too,
    say_of_cause,
    set_criterion,
    set_minute_cost,
    write_plan,
)

JUDGED = (
    ("bill", -2, -2, "Nadia Carlier", "Facturation"),
    ("outage", -2, -1, "Benoît Maes", "Réseau"),
    ("account", 1, -1, "Sofia Delattre", "Espace client"),
    ("cancel", -1, 1, "Marc Aubert", "Offres"),
    ("move", 2, 2, "", ""),
    ("offer", 1, 2, "", ""),
)
IDLE_TEAMS, IDLE_SINCE_DAYS = ("lille-a", "namur-b"), 84
YOUNG_SINCE_DAYS = 17
LOT = 6
WISHED = "Suivre sa panne"
SHOPS = ("shop-nantes", "shop-namur")
INNER = (
    ("L’outil de facturation se fige entre 9 h et 10 h", About.TOOL, "Deux ou trois fois par matinée, on s’excuse."),
    ("Impossible de voir le suivi du technicien", About.KNOWLEDGE, "Le client rappelle parce que nous ne savons pas."),
    ("Two screens to change an address", About.PROCESS, "Each move takes four minutes more than it should."),
)


def improve(people: dict[str, int], seed: int, now: datetime) -> None:
    """Causes, plans, inner feedback and partners, as Claire, Samira and Hugo would have entered them."""
    claire, samira, hugo = (_viewer(people, name) for name in ("claire", "samira", "hugo"))
    today = clock.local_day(now)
    _causes(today, claire)
    follow_up = _plans(today, now, claire)
    unseen = _inner(now, hugo, samira, claire)
    _asked_for(follow_up, unseen, claire)
    _partners(today, seed, claire)


def _viewer(people: dict[str, int], name: str) -> Viewer:
    viewer = viewer_of(people[f"{name}@orvane.example"])
    assert viewer is not None
    return viewer


def _causes(today: date, by: Viewer) -> None:
    year = today.year
    source = f"Contrôle de gestion, budget {year}"
    set_minute_cost(
        draft=CostDraft(amount=Decimal("0.82"), currency="EUR", since=date(year - 1, 1, 1), source=source), by=by
    )
    for code, to_customer, to_company, name, team in JUDGED:
        draft = JudgementDraft(
            reason=code, to_customer=to_customer, to_company=to_company, owner_name=name, owner_team=team
        )
        judge_reason(draft=draft, by=by)


def _plans(today: date, now: datetime, by: Viewer) -> int:
    """One with a true effect, one without any that ended, one whose teams were drawn the other day: its number."""
    written = []
    for draft, words in _drafts(today):
        with clock.stopped_at(now - timedelta(days=(today - draft.starts_on).days + 20)):
            written.append(write_plan(draft=draft, by=by).pk)
        with clock.stopped_at(now - timedelta(days=(today - draft.starts_on).days)):
            begin_plan(plan_id=written[-1], by=by)
            note_on_plan(plan_id=written[-1], words=words, by=by)
    _true, idle, young = written
    conclude_plan(plan_id=idle, by=by)
    still = "Les clients rappellent pour comprendre le montant, pas pour connaître la date."
    say_of_cause(plan_id=idle, fate=CauseFate.STAYS, words=still, by=by)
    return young


def _asked_for(plan_id: int, topic_id: int, by: Viewer) -> None:
    """The follow-up of repairs was wished for by a customer and by advisors."""
    ask_for_plan(plan_id=plan_id, topic_id=topic_id, by=by)
    wished = next((one for one in ideas_to_do(by) if one.title.startswith(WISHED)), None)
    if wished:
        ask_for_plan(plan_id=plan_id, idea_id=wished.id, by=by)


def _drafts(today: date) -> Iterator[tuple[PlanDraft, str]]:
    eased, idle, young = (
        today - timedelta(days=days) for days in (EASED_SINCE_DAYS, IDLE_SINCE_DAYS, YOUNG_SINCE_DAYS)
    )
    yield (
        PlanDraft(
            title="Une facture qui s’explique d’elle-même",
            words="Le détail du mois et ce qui a changé, en trois lignes, en tête de facture.",
            unit="orvane",
            reason="bill",
            theme="",
            indicator="net_easy",
            wanted="up",
            size=0.3,
            due=today + timedelta(days=30),
            owner_name="Nadia Carlier",
            owner_team="Facturation",
            starts_on=eased,
            pilots=tuple((team, eased) for team in EASED_TEAMS),
        ),
        "Lille B et Nantes A commencent.",
    )
    yield (
        PlanDraft(
            title="Un SMS avant l’échéance",
            words="Rappeler le montant trois jours avant le prélèvement, pour éviter un second appel.",
            unit="orvane",
            reason="bill",
            indicator="repeat_contacts",
            wanted="down",
            size=0.05,
            owner_name="Marc Aubert",
            owner_team="Offres",
            starts_on=idle,
            pilots=tuple((team, idle) for team in IDLE_TEAMS),
        ),
        "Lille A et Namur B commencent.",
    )
    yield (
        PlanDraft(
            title="Follow-up of repairs in the customer area",
            unit="orvane",
            reason="outage",
            indicator="net_easy",
            wanted="up",
            size=0.1,
            owner_name="Benoît Maes",
            owner_team="Réseau",
            starts_on=young,
            lot=Lot(3, "team", seed=LOT),
        ),
        "Three teams were drawn and begin.",
    )


def _inner(now: datetime, hugo: Viewer, samira: Viewer, claire: Viewer) -> int:
    """What staff reported; the number of what the follow-up of repairs shall mend."""
    with clock.stopped_at(now - timedelta(days=26)):
        slow, unseen, _screens = (
            report(title=title, about=about, words=words, key=f"demo-{place}", by=hugo)
            for place, (title, about, words) in enumerate(INNER)
        )
        again = report(title="Facturation : lenteurs", about=About.TOOL, unnamed=True, key="demo-again", by=hugo)
        say_me_too(topic_id=unseen.pk, key="demo-too", by=samira)
    with clock.stopped_at(now - timedelta(days=9)):
        join_topics(topic_id=again.pk, into_id=slow.pk, by=claire)
        mended = "Le serveur a été remplacé lundi. Dites-le-nous si cela revient."
        answer_topic(topic_id=slow.pk, status=TopicStatus.DONE, answer=mended, is_shared=True, by=claire)
        looking = "Le plan avec le Réseau commence par trois équipes tirées au sort."
        answer_topic(topic_id=unseen.pk, status=TopicStatus.UNDER_WAY, answer=looking, is_shared=False, by=claire)
    return int(unseen.pk)


def _partners(today: date, seed: int, by: Viewer) -> None:
    rng = np.random.default_rng([seed, 71])
    shop = add_partner(code="boutique-lille", name="Boutique Lille Grand-Place", units=("shop-lille",), by=by)
    fitters = add_partner(code="fibrelec", name="Fibrelec, raccordements", by=by)
    shops = {code: units_by_code([code])[code].id for code in SHOPS}
    group = add_partner(code="courtois", name="Groupe Courtois, deux boutiques", units=SHOPS, by=by)
    conform = CriterionDraft(code="conformity", title="Visites conformes", watch=0.92, act=0.85, minimum_n=30)
    delay = CriterionDraft(
        code="answer-time", title="Délai de réponse", unit="hours", watch=24, act=48, higher_is_better=False
    )
    ease = CriterionDraft(code="ease", title="Facilité (Net Easy)", indicator="net_easy", watch=0.2, act=0.0)
    rows = [set_criterion(draft=draft, by=by) for draft in (conform, delay, ease)]
    drafts = []
    for partner, share, hours in ((shop, 0.95, 9.0), (fitters, 0.72, 31.0)):
        for number in range(140):
            day = today - timedelta(days=1 + number // 2)
            is_conform, took = float(rng.random() < share), round(float(rng.lognormal(0, 0.5)) * hours, 1)
            drafts.append(MeasureDraft(partner.pk, rows[0].pk, f"V{number:04}", day, is_conform))
            drafts.append(MeasureDraft(partner.pk, rows[1].pk, f"D{number:04}", day, took))
    for number in range(90):
        # Of the two shops of one group, one keeps what was agreed and the other does not.
        day, (place, (_code, unit_id)) = (
            today - timedelta(days=1 + number // 2),
            list(enumerate(shops.items()))[number % 2],
        )
        is_conform = float(rng.random() < (0.96, 0.84)[place])
        drafts.append(MeasureDraft(group.pk, rows[0].pk, f"C{number:04}", day, is_conform, unit_id))
    record_measures(drafts, by=by)
