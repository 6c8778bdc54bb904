"""The audit trail's codes, in words.

Domains above name their actions here as well: the trail is one page, and accounts may not import them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "advisors.added": _("added advisors"),
    "answers.taken": _("took answers along as a file"),
    "api_keys.taken": _("took the list of API keys along as a file"),
    "audit_trail.taken": _("took the audit trail along as a file"),
    "api_key.created": _("made an API key"),
    "api_key.revoked": _("revoked an API key"),
    "bonus.marked": _("said that a bonus depends on a score"),
    "bonus.removed": _("said that a bonus depends on a score no more"),
    "board.added": _("put a board together"),
    "board.copied": _("copied a board"),
    "board.removed": _("removed a board"),
    "board.renamed": _("renamed a board"),
    "board.shared": _("changed with whom a board is shared"),
    "board_part.added": _("added a part to a board"),
    "board_part.changed": _("changed a part of a board"),
    "board_part.moved": _("moved a part of a board"),
    "board_part.removed": _("removed a part of a board"),
    "customers.added": _("added customers"),
    "customers.taken": _("took a list of customers along as a file"),
    "drift.found": _("found an indicator outside what was expected"),
    "drift.seen": _("looked at an indicator outside what was expected"),
    "address.dead": _("found an address that reaches nobody"),
    "holds.placed": _("put customers on hold"),
    "holds.released": _("took customers off hold"),
    "history.recorded": _("recorded past invitations"),
    "indicator.approved": _("approved an indicator"),
    "indicator.discarded": _("threw the draft of an indicator away"),
    "indicator.drafted": _("saved the draft of an indicator"),
    "indicator.retired": _("retired an indicator"),
    "interactions.recorded": _("recorded contacts"),
    "journey.added": _("added a journey"),
    "link.changed": _("changed an open link"),
    "link.closed": _("closed an open link"),
    "link.made": _("made an open link"),
    "link.opened": _("opened a closed link again"),
    "message.retried": _("sent a message again"),
    "messages.taken": _("took the list of outgoing messages along as a file"),
    "messages.stopped": _("asked to be asked no more"),
    "review.erased": _("forgot who wrote a public review, and what"),
    "review_source.changed": _("changed a source of public reviews"),
    "review_source.closed": _("closed a source of public reviews"),
    "review_source.made": _("added a source of public reviews"),
    "review_source.new_key": _("gave a source of public reviews a new key"),
    "messages.wanted": _("asked to be asked again"),
    "moment.marked": _("marked a moment on a journey"),
    "moment.removed": _("took a moment off a journey"),
    "password.changed": _("changed their password"),
    "people.taken": _("took the list of people along as a file"),
    "person.added": _("added a person"),
    "person.changed": _("changed a person"),
    "person.deactivated": _("closed an account"),
    "person.invited": _("sent an invitation"),
    "person.reactivated": _("reopened an account"),
    "pressure_rule.removed": _("removed a rule of contact pressure"),
    "pressure_rule.set": _("set a rule of contact pressure"),
    "note.changed": _("changed a note of the client book"),
    "note.removed": _("removed a note of the client book"),
    "note.written": _("wrote in the client book"),
    "notes.reviewed": _("looked at sensitive notes of the client book"),
    "profile_field.retired": _("removed a profile field"),
    "profile_field.set": _("set a profile field"),
    "profile_rules.set": _("set how much may be asked"),
    "profile_value.given": _("noted what a customer told"),
    "profile_value.refused": _("noted that a customer would not tell"),
    "profile_value.removed": _("removed what a customer had told"),
    "purchases.recorded": _("recorded purchases"),
    "visits.recorded": _("recorded visits"),
    "segment.declared": _("declared a segment"),
    "segment.retired": _("took a segment out of use"),
    "import.begun": _("began an import"),
    "import.ended": _("ended an import"),
    "import.undone": _("took an import back"),
    "import.dropped": _("threw an uploaded file away"),
    "webhook.added": _("added a webhook"),
    "webhook.changed": _("changed a webhook"),
    "webhook.removed": _("removed a webhook"),
    "webhook.replayed": _("had a webhook told again"),
    "service.chosen": _("chose a service in exchange"),
    "service.ended": _("ended a service in exchange"),
    "service.set": _("set a service in exchange"),
    "programme.added": _("added a programme"),
    "programme.drafted": _("saved the draft of a programme"),
    "programme.named": _("named a programme"),
    "programme.published": _("published a version of a programme"),
    "programme.stopped": _("stopped a programme"),
    "programme.switched_on": _("switched a programme on"),
    "question.created": _("made a question of the company's own"),
    "question.retired": _("retired a question"),
    "questionnaire.created": _("made a questionnaire"),
    "questionnaire.discarded": _("threw the draft of a questionnaire away"),
    "questionnaire.drafted": _("began a version of a questionnaire"),
    "questionnaire.edited": _("edited the draft of a questionnaire"),
    "questionnaire.published": _("published a version of a questionnaire"),
    "questionnaire.retired": _("retired a questionnaire or brought it back"),
    "reasons.added": _("added contact reasons"),
    "responses.recorded": _("recorded responses"),
    "role.assigned": _("gave a role"),
    "role.withdrawn": _("took a role away"),
    "scorecard.chosen": _("chose their indicators"),
    "second_factor.added": _("added a second factor"),
    "second_factor.failed": _("failed the second factor"),
    "second_factor.removed": _("removed a second factor"),
    "second_factor.renewed": _("renewed a second factor"),
    "sign_in.done": _("signed in"),
    "sign_in.failed": _("failed to sign in"),
    "sign_in.locked_out": _("was locked out"),
    "sign_out.done": _("signed out"),
    "step.added": _("added a step"),
    "step.renamed": _("renamed a step"),
    "subscription.added": _("asked to receive a board by e-mail"),
    "subscription.removed": _("asked to receive a board no more"),
    "time_mark.added": _("noted an event on the time line"),
    "time_mark.removed": _("removed an event from the time line"),
    "unit.added": _("added a unit"),
    "unit.renamed": _("renamed a unit"),
    "wave.drawn": _("drew the sample of a wave"),
    "wave.planned": _("planned a wave"),
    "weighting.declared": _("declared a weighting"),
    "weighting.removed": _("removed a weighting"),
}


def action_name(code: str) -> str:
    """The action in words; the code itself where another domain has given it none."""
    return str(ACTION_NAMES.get(code, code))


OBJECT_NAMES = {
    "segment": _("segment"),
    "import": _("import"),
    "webhook": _("webhook"),
    "advisor": _("advisor"),
    "api_key": _("API key"),
    "audit_trail": _("Audit trail"),
    "bonus": _("bonus"),
    "board": _("board"),
    "board_part": _("part of a board"),
    "customer": _("customer"),
    "hold": _("hold on a customer"),
    "indicator": _("indicator"),
    "drift": _("drift"),
    "interaction": _("contact"),
    "journey": _("journey"),
    "link": _("open link"),
    "message": _("message"),
    "moment": _("moment of a journey"),
    "note": _("note of the client book"),
    "profile_field": _("profile field"),
    "service": _("service in exchange"),
    "person": _("person"),
    "programme": _("programme"),
    "pressure_rule": _("rule of contact pressure"),
    "question": _("question"),
    "questionnaire": _("questionnaire"),
    "reason": _("contact reason"),
    "response": _("response"),
    "review_source": _("source of public reviews"),
    "scorecard": _("choice of indicators"),
    "step": _("step"),
    "subscription": _("subscription"),
    "time_mark": _("event on the time line"),
    "unit": _("unit"),
    "weighting": _("weighting"),
}


def object_name(kind: str, name: str) -> str:
    """What was changed, as in "unit Lille"; `name` is its name where it is known, else its number."""
    return f"{OBJECT_NAMES.get(kind, kind)} {name}".strip()


FIELD_NAMES = {
    "accepted": _("accepted"),
    "answers": _("answers"),
    "code": _("code"),
    "codes": _("codes"),
    "contested": _("contested"),
    "customers": _("customers"),
    "decisions": _("decisions"),
    "email": _("e-mail address"),
    "identifiers": _("identifiers"),
    "indicators": _("indicators"),
    "kind": _("kind"),
    "known": _("known before"),
    "language": _("language"),
    "name": _("name"),
    "refused": _("refused"),
    "role": _("role"),
    "scopes": _("rights"),
    "state": _("state"),
    "theme": _("colours"),
    "unit": _("unit"),
    "v": _("version"),
}


def change_lines(changes: Mapping[str, Any]) -> Iterator[str]:
    """One line for each change: "name: Lille → Lille A" for an edit, "role: analyst" for anything else."""
    for field, value in changes.items():
        name = FIELD_NAMES.get(field, field)
        yield gettext("%(field)s: %(value)s") % {"field": name, "value": _value(field, value)}


def _value(field: str, value: Any) -> str:
    if isinstance(value, list) and len(value) == 2 and field != "scopes":
        return f"{_in_words(value[0])} → {_in_words(value[1])}"
    return _in_words(value)


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
