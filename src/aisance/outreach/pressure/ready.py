"""The rules that are in force before anybody wrote one. A stored rule with the same code takes the place of its own."""

from aisance.outreach.contracts import BAROMETER_FAMILY, HELD_CLASSES, MessageClass
from aisance.outreach.pressure.contracts import About, Effect, Per, Rule, RuleCard, RuleKind

_SURVEYS = frozenset({MessageClass.SURVEY})

READY_MADE = (
    RuleCard(
        Rule("open-case", RuleKind.HOLD, about=About(HELD_CLASSES)),
        {"fr": "Personne n’est sollicité pendant un dossier ouvert", "en": "Nobody is asked while a case is open"},
        position=10,
        is_ready_made=True,
    ),
    RuleCard(
        Rule("one-after-a-run", RuleKind.CAP, Effect.REFUSE, About(_SURVEYS), days=1, per=Per.PROGRAMME),
        {
            "fr": "Plusieurs contacts à la suite mènent à une seule sollicitation",
            "en": "Several contacts in a row lead to one invitation",
        },
        position=20,
        is_ready_made=True,
    ),
    RuleCard(
        Rule("barometer-first", RuleKind.RESERVE, about=About(_SURVEYS, BAROMETER_FAMILY), days=30),
        {
            "fr": "Un baromètre qui attend un client garde sa place",
            "en": "A barometer that waits for a customer keeps its place",
        },
        position=30,
        is_ready_made=True,
    ),
    RuleCard(
        Rule("one-survey-a-week", RuleKind.CAP, about=About(_SURVEYS), days=7),
        {"fr": "Une enquête par client et par semaine", "en": "One survey a week for each customer"},
        position=40,
        is_ready_made=True,
    ),
)
