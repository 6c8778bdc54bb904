"""One question more after a questionnaire: said what for, free to answer or not, and then thanks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from aisance.customers.profile.asking import WrongValueError, give_value, note_asked
from aisance.customers.profile.contracts import Fate, FieldCard, Way
from aisance.customers.profile.customer_page import by_customer, customer_page, said
from aisance.customers.profile.forms import AnswerForm
from aisance.customers.profile.queries import questions_for
from aisance.customers.profile.tokens import contact_of_further
from aisance.customers.profile.wording import notice

WHY = "A customer answers one question more by a signed link."
SAID = {"refused": Fate.REFUSED, "later": Fate.SKIPPED}


@customer_page(WHY)
def further_question(request: HttpRequest, signed: str) -> HttpResponse:
    """The question that is worth asking in this contact, or thanks where there is none any more."""
    found = contact_of_further(signed)
    if found is None:
        return said(request, "unknown", 404)
    customer_id, contact = found
    card = next(iter(questions_for(customer_id, 1, contact=contact)), None)
    if card is None:
        return said(request, "thanks")
    form = AnswerForm(request.POST if request.method == "POST" else None, card=card)
    form.fields["value"].widget.attrs["class"] = "line-field"
    if request.method == "POST" and _noted(request, form, card, customer_id, contact):
        return redirect(request.get_full_path())
    context = {"form": form, "notice": notice(card)}
    return render(request, "customers/profile/further.html", context, status=422 if form.errors else 200)


def _noted(request: HttpRequest, form: AnswerForm, card: FieldCard, customer_id: int, contact: str) -> bool:
    """Whether the post was about this question and said something; what is wrong with it stands on the form."""
    by = by_customer(request)
    if request.POST.get("code") != card.code:
        return True  # a page that was left open: show what is asked now
    if fate := SAID.get(request.POST.get("said", "")):
        note_asked(customer_id, [card.code], way=Way.QUESTIONNAIRE, fate=fate, contact=contact, by=by)
        return True
    if not form.is_valid():
        return False
    try:
        give_value(
            customer_id=customer_id,
            code=card.code,
            given=form.cleaned_data["value"],
            way=Way.QUESTIONNAIRE,
            source="questionnaire",
            contact=contact,
            by=by,
        )
    except WrongValueError as problem:
        form.say(problem)
        return False
    return True
