"""Weighs answers: one decision each, with its reason, and the case where there is one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from aisance.cases.alerts.conditions import Facts, Rule, holds, parts_of_rules
from aisance.cases.alerts.facts_of import facts_of
from aisance.cases.contracts import NewCase, Opened, Weighed
from aisance.cases.models import AlertMark, AlertRule, Weighing
from aisance.cases.services.opening import open_case
from aisance.core import clock
from aisance.core.events import waiting
from aisance.core.permissions import system_viewer
from aisance.customers.public import restricted
from aisance.surveys.contracts import ResponseCompleted
from aisance.surveys.public import WholeResponse, number_before, responses_after, responses_of_answers, whole_responses

PORTION = 200
AT_ONCE = 100
SETTLED = timedelta(hours=2)
"""A questionnaire that nobody ended is weighed after so long: until then its answers may still change."""
COMMITTED = timedelta(minutes=1)
"""A number may be given out before one that is committed first; the mark passes no response younger than this."""
TOO_OLD = timedelta(days=7)
"""What was answered longer ago is history that somebody brought in: nobody is called back about it."""


def rules_on() -> list[Rule]:
    """The rules that are switched on, in their order."""
    return [rule_of(row) for row in AlertRule.objects.filter(is_on=True).select_related("unit")]


def rule_of(row: AlertRule) -> Rule:
    """A row as the engine takes it."""
    path = row.unit.path or ""
    return Rule(row.code, path, row.conditions, row.deadline_hours, row.stake, row.skill, row.position, row.name)


def matter_of(one: WholeResponse) -> str:
    """What an answer is about: the reason of its contact; all that has none is one matter of its customer."""
    return f"reason:{one.reason_id}" if one.reason_id else "answers"


def weigh(response_ids: Collection[int]) -> int:
    """Decide about these responses, as far as that was not done; how many decisions were made or changed.

    Whoever is killed between leaves nothing: the decision, the case and its event are one transaction.
    """
    decided = dict(Weighing.objects.filter(response_id__in=list(response_ids)).values_list("response_id", "words_read"))
    left = {pk for pk in response_ids if not decided.get(pk)}
    responses = [one for one in whole_responses(left) if one.answered_at > clock.now() - TOO_OLD] if left else []
    if not responses:
        return 0
    rules, known = rules_on(), facts_of(responses)
    quiet = [
        one for one in responses if one.response_id not in decided and not _held(one, known[one.response_id], rules)
    ]
    done = _note_quiet(quiet, known)
    passed = {one.response_id for one in quiet}
    loud = (one for one in responses if one.response_id not in passed)
    return done + sum(_decide(one, known[one.response_id], rules) for one in loud)


def _held(one: WholeResponse, facts: Facts, rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if one.unit_path.startswith(rule.unit_path) and holds(rule.conditions, facts)]


def _note_quiet(responses: Sequence[WholeResponse], known: Mapping[int, Facts]) -> int:
    """Note that no rule held, for most answers hence with one statement; another worker's word of the same stays."""
    now = clock.now()
    rows = [
        Weighing(
            response_id=one.response_id,
            decision=Weighed.NO_RULE,
            weighed_at=now,
            words_read=known[one.response_id].words_read,
        )
        for one in responses
    ]
    Weighing.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def _decide(one: WholeResponse, facts: Facts, rules: Sequence[Rule]) -> bool:
    fresh = {"decision": Weighed.NO_RULE, "weighed_at": clock.now(), "words_read": facts.words_read}
    # Two workers may meet here: the second waits for the first one's row, and then finds it.
    row, is_new = Weighing.objects.select_for_update().get_or_create(response_id=one.response_id, defaults=fresh)
    if not is_new and (row.words_read or not facts.words_read):
        return False
    more = [rule for rule in _held(one, facts, rules) if rule.code not in row.rules]
    if more:
        _note(row, one, more)
    elif is_new:
        return True
    row.words_read, row.weighed_at = facts.words_read, clock.now()
    row.save()
    return True


def _note(row: Weighing, one: WholeResponse, rules: Sequence[Rule]) -> None:
    """Open or join a case by the rules that hold and did not before, or say why not."""
    row.reason = _refusal(one)
    if row.reason:
        row.decision = Weighed.REFUSED
        return
    opened = _open(one, rules, again=bool(row.rules))
    row.case_id, row.rules = opened.case_id, [*row.rules, *(rule.code for rule in rules)]
    if row.decision != Weighed.OPENED:
        row.decision = Weighed.JOINED if opened.joined else Weighed.OPENED


def _refusal(one: WholeResponse) -> str:
    """Why nothing may come of an answer that met a rule; empty where something may."""
    if one.set_apart:
        return "set_apart"
    if one.customer_id is None:
        return "no_customer"
    return "restricted" if restricted([one.customer_id]) else ""


def _open(one: WholeResponse, rules: Sequence[Rule], *, again: bool) -> Opened:
    assert one.customer_id is not None
    draft = NewCase(
        customer_id=one.customer_id,
        matter=matter_of(one),
        source=rules[0].code,
        words="" if again else "\n".join(one.words.values()),
        key=f"response:{one.response_id}{':words' if again else ''}",
        unit_id=one.unit_id,
        due_hours=min(rule.deadline_hours for rule in rules),
        stake_parts=parts_of_rules(rules),
        reason_id=one.reason_id,
        response_id=one.response_id,
        language=one.language,
        skill=next((rule.skill for rule in rules if rule.skill), ""),
        data={"rules": [rule.code for rule in rules], "response": one.response_id},
    )
    return open_case(draft, by=system_viewer("alerts"))


def weigh_completed(response_id: int) -> int:
    """Weigh a response whose questionnaire was just ended, and with it those that wait behind it: in a rush most of
    the work of one is shared by all."""
    if Weighing.objects.filter(response_id=response_id, words_read=True).exists():
        return 0
    return weigh({response_id, *(event.response_id for event in waiting(ResponseCompleted, AT_ONCE))})


def weigh_words(answer_ids: Collection[int]) -> int:
    """Weigh again what these words belong to, now that they are read; what was not weighed yet will find them read."""
    weighed = Weighing.objects.filter(response_id__in=responses_of_answers(answer_ids), words_read=False)
    return weigh(weighed.values_list("response_id", flat=True))


def weigh_waiting(limit: int = PORTION) -> int:
    """Weigh what no event told of: what was collected elsewhere, and what nobody ended; how many decisions were made.

    Of two workers who weigh the same, the second changes nothing.
    """
    mark = AlertMark.objects.filter(pk=1).first() or _first_mark()
    coming = responses_after(mark.done_up_to, limit)
    now = clock.now()
    waiting = [*whole_responses(mark.unended), *coming]
    final = [one for one in waiting if one.completed_at or one.answered_at < now - SETTLED]
    done = weigh([one.response_id for one in final])
    unended = sorted({one.response_id for one in waiting} - {one.response_id for one in final})
    done_up_to = mark.done_up_to
    for one in coming:
        if one.recorded_at > now - COMMITTED:
            break
        done_up_to = one.response_id
    if (unended, done_up_to) != (mark.unended, mark.done_up_to):
        same = AlertMark.objects.filter(pk=1, version=mark.version)
        done += same.update(unended=unended, done_up_to=done_up_to, version=mark.version + 1)
    return done


def _first_mark() -> AlertMark:
    """Begin with what is young enough: what was answered before is passed over without being read."""
    begins = number_before(clock.now() - TOO_OLD)
    return AlertMark.objects.get_or_create(pk=1, defaults={"done_up_to": begins})[0]


def pass_over_history() -> None:
    """Weigh only what comes from now on: for a company that was loaded whole."""
    AlertMark.objects.update_or_create(pk=1, defaults={"done_up_to": number_before(clock.now()), "unended": []})
