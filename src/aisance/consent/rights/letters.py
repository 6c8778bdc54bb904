"""The answer to a request, in the customer's language, to be read over and sent by a person."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.consent.models import Erasure, Request
from aisance.core import clock
from aisance.core.personal import Holding, holdings
from aisance.ui.dates import date_format


def letter_for(request: Request, erasure: Erasure | None) -> str:
    """The text of the answer as the request stands now."""
    with translation.override(request.language):
        parts = [_opening(request), *_body(request, erasure), _closing()]
        return "\n\n".join(parts)


def _opening(request: Request) -> str:
    received = date_format(request.received_on, "j F Y")
    return (
        _("Hello,")
        + "\n\n"
        + _("On %(day)s you asked us about your personal data: %(kind)s.")
        % {"day": received, "kind": str(request.get_kind_display()).partition(":")[0].strip().lower()}
    )


def _body(request: Request, erasure: Erasure | None) -> list[str]:
    if request.customer_id is None and erasure is None:
        return [_("We hold nothing about you under the name and the addresses that you gave us.")]
    told = {
        Request.Kind.ACCESS: _access,
        Request.Kind.PORTABILITY: _portability,
        Request.Kind.CORRECTION: _correction,
        Request.Kind.RESTRICTION: _restriction,
        Request.Kind.OBJECTION: _objection,
    }
    body = [_erasure(erasure)] if request.kind == Request.Kind.ERASURE else [told[Request.Kind(request.kind)]()]
    return [*body, *_extension(request)]


def _access() -> str:
    return _(
        "With this letter you receive everything that we hold about you: what it is, where it came from, what we use "
        "it for, on what ground, how long we keep it and who receives it."
    )


def _portability() -> str:
    return _("With this letter you receive your data as a file that other systems can read (JSON).")


def _correction() -> str:
    return _("We have made right what was wrong. Those who had received the wrong value from us are told as well.")


def _restriction() -> str:
    return _(
        "From today on we keep your data and use them for nothing: no message, no survey, no selection, until you or "
        "the law allow it again. We tell you before that ends."
    )


def _objection() -> str:
    return _("From today on we use your data no more for what you objected to. That holds on every channel.")


def _erasure(erasure: Erasure | None) -> str:
    words = [_("We have erased what we held about you, in our database, our files and our statistics.")]
    kept = {holding.name: holding for holding in holdings()}
    for name, why in (erasure.kept if erasure else {}).items():
        words.append(
            _("We have to keep this: %(what)s (%(until)s). It is used for nothing else.")
            % {"what": kept[name].title if name in kept else name, "until": _kept(kept.get(name), why)}
        )
    words.append(_("Should a backup have to be restored, you will be erased from it again at once."))
    return " ".join(words)


def _kept(holding: Holding | None, why: str) -> str:
    """Until when, or on what ground, in the language of the letter: what was written down is in that of the worker."""
    if holding and holding.kept_because:
        return str(holding.kept_because)
    try:
        return _("until %(day)s") % {"day": date_format(date.fromisoformat(why), "j F Y")}
    except ValueError:
        return why


def _extension(request: Request) -> list[str]:
    if not request.extended_because:
        return []
    return [_("It took longer than a month: %(because)s") % {"because": request.extended_because}]


def _closing() -> str:
    signed = _("%(company)s, on %(day)s") % {
        "company": settings.ENVIRONMENT.company,
        "day": date_format(clock.today(), "j F Y"),
    }
    rights = _(
        "If you do not agree, you may turn to the authority that watches over data protection in your country, in "
        "France the CNIL."
    )
    return f"{rights}\n\n{signed}"
