"""What reaches Orvane by other ways than the e-mail after a contact: a tablet in a shop, a QR code, texts, reviews."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np

from aisance.accounts.public import units_by_code
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.public import (
    Given,
    LinkPlace,
    LinkTerms,
    ReviewDraft,
    SourceTerms,
    Submission,
    collect,
    create_programme,
    make_link,
    make_source,
    plan_wave,
    publish_draft,
    record_reviews,
    save_draft,
    switch_on,
    terms_in_force,
    usual_wordings,
    version_behind,
)

REVIEWS = 120
ON_THE_TABLET = 40
PLACES = ("shop-lille", "shop-nantes", "shop-namur")

SAID: dict[int, Sequence[tuple[str, str]]] = {
    5: (
        ("fr", "Accueil parfait, tout réglé en dix minutes. Merci !"),
        ("en", "Quick, kind and clear. I was connected the same day."),
        ("fr", "Enfin un fournisseur qui explique sa facture."),
    ),
    4: (("fr", "Bon conseil, un peu d’attente à la boutique."), ("en", "Good advice, a bit of a queue.")),
    3: (("fr", "Correct, mais il a fallu envoyer les papiers deux fois."), ("en", "Fine, though I had to call twice.")),
    2: (
        ("fr", "Une heure au téléphone pour une facture incompréhensible."),
        ("en", "The price was not the one I was told."),
    ),
    1: (
        ("fr", "Trois appels, trois réponses différentes. Je pars."),
        ("en", "A month without an answer. Never again."),
    ),
}
STARS = (5, 4, 3, 2, 1)
SHARES = (0.46, 0.2, 0.09, 0.08, 0.17)
"""As on review sites: those who write are delighted or angry."""
AUTHORS = ("Zoé", "Max B.", "Un client", "Lina_59", "J. Peeters", "Marie-Laure", "Tom", "Nadia K.", "H. Claes", "Sam")


def listen_elsewhere(main_programme: int, seed: int, now: datetime, by: Viewer) -> None:
    """Links into a shop's programme with what its tablet took, texts, a barometer to come, and public reviews."""
    _shop(main_programme, seed, now, by)
    _texts(main_programme, by)
    _barometer(main_programme, now, by)
    root = units_by_code(["orvane"])["orvane"].id
    for code, name in (("map", "Une carte en ligne"), ("app-shop", "La boutique d’applications")):
        make_source(code=code, terms=SourceTerms(name, root, "own", {}, {}), by=by)
    record_reviews(list(_reviews(seed, now)), by=by)


def _programme(
    code: str, names: dict[str, str], like: int, by: Viewer, *, unit: str, kind: ProgrammeKind, **terms: object
) -> int:
    """A programme whose version says what the main one says, but for these terms."""
    made = create_programme(code=code, names=names, kind=kind, unit_id=units_by_code([unit])[unit].id, by=by)
    save_draft(programme_id=made, terms=replace(terms_in_force(like), **terms), by=by)  # type: ignore[arg-type]  # its own
    publish_draft(programme_id=made, by=by)
    return made


def _asking(*kinds: str) -> list[dict[str, object]]:
    words = usual_wordings(kinds)
    return [{"kind": kind, "wording": words[kind]} for kind in kinds]


def _shop(like: int, seed: int, now: datetime, by: Viewer) -> None:
    names = {"fr": "À la boutique", "en": "In the shop"}
    kind, asked = ProgrammeKind.HOT, _asking("csat", "why")
    made = _programme("in-the-shop", names, like, by, unit="shops-fr", kind=kind, channels=["shop"], questions=asked)
    units = units_by_code(PLACES[:2])
    with clock.stopped_at(now - timedelta(days=30)):
        switch_on(programme_id=made, by=by)
        tablet = LinkTerms("Tablette de la Grand-Place", "kiosk", units["shop-lille"].id, channel="shop", language="fr")
        made_link = make_link(programme_id=made, terms=tablet, by=by)
        poster = LinkTerms("Affiche de la vitrine", "link", units["shop-nantes"].id, channel="shop", language="fr")
        make_link(programme_id=made, terms=poster, by=by)
    collect(list(_on_the_tablet(made_link, seed, now)))


def _on_the_tablet(link: str, seed: int, now: datetime) -> Iterator[Submission]:
    rng, version = np.random.default_rng([seed, 71]), version_behind(link) or 0
    for number in range(ON_THE_TABLET):
        at = (now - timedelta(hours=float(rng.uniform(2, 24 * 28)))).replace(microsecond=0)
        score = int(rng.choice([5, 4, 3, 2, 1], p=[0.4, 0.3, 0.12, 0.08, 0.1]))
        said = SAID[score][number % len(SAID[score])][1]
        given = {"csat": Given(score=score), "why": Given(text=said if number % 4 == 0 else "")}
        place = LinkPlace(link, f"demo-{number}", version, at - timedelta(seconds=40))
        yield Submission(place=place, at=at, given=given, language="fr", collected_by="kiosk")


def _texts(like: int, by: Viewer) -> None:
    names = {"fr": "Un SMS après un appel", "en": "A text after a call"}
    terms = {
        "channels": ["phone"],
        "questions": _asking("nps", "csat", "why"),
        "message_channel": "sms",
        "routes": ["sms"],
    }
    _programme("text-after-a-call", names, like, by, unit="belgium", kind=ProgrammeKind.HOT, **terms)


def _barometer(like: int, now: datetime, by: Viewer) -> None:
    """Planned for next week, so that its page shows how many to ask for which precision."""
    names = {"fr": "Baromètre semestriel", "en": "Half-yearly barometer"}
    terms = {"questions": _asking("nps", "stay", "why"), "channels": [], "valid_hours": 240}
    made = _programme("barometer", names, like, by, unit="orvane", kind=ProgrammeKind.COLD, **terms)
    switch_on(programme_id=made, by=by)
    starts = datetime.combine((now + timedelta(days=7)).date(), time(8), UTC)
    plan_wave(
        programme_id=made,
        starts_at=starts,
        ends_at=starts + timedelta(days=14),
        precision=5.0,
        expected_rate=0.2,
        stratify_by=["language"],
        by=by,
    )


def _reviews(seed: int, now: datetime) -> Iterator[ReviewDraft]:
    """Of the last half year, from a map and a shop of apps; a few authors are customers."""
    rng = np.random.default_rng([seed, 72])
    for number in range(REVIEWS):
        stars = int(rng.choice(STARS, p=SHARES))
        on_map = number % 3 != 0
        language, text = SAID[stars][int(rng.integers(len(SAID[stars])))]
        identifiers = {IdentifierKind.EXTERNAL: f"C{number:05}"} if number % 12 == 0 else {}
        yield ReviewDraft(
            source="map" if on_map else "app-shop",
            external_id=f"V{number:04}",
            at=(now - timedelta(days=float(rng.uniform(0, 180)))).replace(microsecond=0),
            rating=stars,
            scale="public_rating_5",
            text=text if rng.random() < 0.7 else "",
            author=AUTHORS[number % len(AUTHORS)],
            reach=int(rng.integers(5, 900)) if on_map else None,
            link=f"https://{'map' if on_map else 'apps'}.example/orvane/{number}",
            language=language,
            unit=PLACES[number % len(PLACES)] if on_map else "",
            identifiers=identifiers,
        )
