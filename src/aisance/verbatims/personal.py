"""What verbatims keep about customers: their words, without names."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from aisance.core.personal import Holding, Item, holds_personal, impersonal
from aisance.verbatims.models import Verbatim
from aisance.verbatims.services import forget, forget_before
from aisance.verbatims.telling.themes import theme_names
from aisance.verbatims.wording import FEELING_NAMES


def words(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Each text as it is kept for analysis, and what was found in it."""
    names = theme_names()
    rows = Verbatim.objects.filter(answer__response__customer_id__in=customer_ids).select_related("answer__response")
    for row in rows.prefetch_related("mentions").order_by("pk"):
        found = [f"{names.get(one.theme, one.theme)}: {FEELING_NAMES[one.feeling]}" for one in row.mentions.all()]
        yield Item(
            row.answer.response.answered_at,
            _("Your words, read by the product"),
            ((_("Text"), row.text), (_("Found"), found)),
            "aisance",
        )


holds_personal(
    Holding(
        name="verbatims.words",
        title=_("Words of answers, without names, and the themes found in them"),
        purpose=_("To learn what is easy and what is not from what customers write"),
        legal_basis=_("Our legitimate interest in good service; answering is free"),
        shown=words,
        erase=forget,
        columns=("verbatims.Verbatim.text",),
        keep_days=1095,
        keep_between=(90, 3650),
        overdue=forget_before,
        rank=40,
    )
)
impersonal(
    "Codes that the product or the company chose.",
    *(f"verbatims.Verbatim.{name}" for name in ("state", "language", "book", "encoder")),
    "verbatims.Mention.theme",
    "verbatims.Correction.theme",
    "verbatims.Coding.themes",
    "verbatims.Sample.*",
    *(f"verbatims.Revision.{name}" for name in ("stage", "by", "before", "after")),
    *(f"verbatims.Vectors.{name}" for name in ("encoder", "places")),
)
impersonal("Words and patterns that the company chose for its code book.", "verbatims.BookVersion.*")
impersonal("How a model did on held-out corrections: counts.", "verbatims.LearnedModel.*")
impersonal("Numbers of answers.", "verbatims.Reader.*")
impersonal("What a language model was asked for and how much, without words.", "verbatims.ModelCall.*")
impersonal("Which version of the forms of words wrote the index.", "verbatims.SearchIndex.forms")
impersonal("What somebody made of a contradiction, out of three codes.", "verbatims.SeenContradiction.outcome")
