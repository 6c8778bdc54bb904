"""Every address declares who may go there, and the table of roles and pages holds."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from ninja.operation import PathView

from aisance.core.permissions import Right, Role
from aisance.project.api import api
from tests.cast import Cast

EVERYBODY = set(Role)
ADMIN = {Role.ADMINISTRATOR}
PROGRAMME_READERS = EVERYBODY - {Role.ADVISOR}
SEGMENT_READERS = {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION}
CASE_WORKERS = {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR}
WORD_KEEPERS = {Role.MANAGER, Role.ANALYST}
BOARD_BUILDERS = {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR}

# Who may see each named page of staff; a page that is missing here fails the test, so that nobody forgets to decide.
PAGES: dict[str, set[Role]] = {
    "administration": ADMIN,
    "audit-trail": {Role.ADMINISTRATOR, Role.DATA_PROTECTION},
    "key-add": ADMIN,
    "key-list": ADMIN,
    "key-revoke": ADMIN,
    "own-settings": EVERYBODY,
    "person-add": ADMIN,
    "person-close": ADMIN,
    "person-detail": ADMIN,
    "person-invite": ADMIN,
    "person-reopen": ADMIN,
    "role-give": ADMIN,
    "role-take": ADMIN,
    "webhook-add": ADMIN,
    "webhook-again": ADMIN,
    "webhook-detail": ADMIN,
    "webhook-list": ADMIN,
    "webhook-remove": ADMIN,
    "unit-add": ADMIN,
    "unit-list": ADMIN,
    "unit-rename": ADMIN,
    # cases
    "alert-rule": {Role.MANAGER},
    "alert-rule-add": {Role.MANAGER},
    "alert-rule-switch": {Role.MANAGER},
    "alert-rules": {Role.MANAGER},
    "hours-edit": {Role.MANAGER},
    "hours-list": {Role.MANAGER},
    "work-away": CASE_WORKERS,
    "work-people": {Role.MANAGER, Role.SUPERVISOR},
    "work-person": {Role.MANAGER, Role.SUPERVISOR},
    "case-gesture": CASE_WORKERS,
    "gesture-answer": {Role.MANAGER, Role.SUPERVISOR},
    "gesture-budget-remove": {Role.MANAGER},
    "gesture-budgets": {Role.MANAGER},
    "gesture-catalogue": {Role.MANAGER},
    "gesture-check-seen": {Role.MANAGER, Role.SUPERVISOR},
    "gesture-checks": {Role.MANAGER, Role.SUPERVISOR},
    "gesture-hold-back": {Role.MANAGER},
    "gesture-kind": {Role.MANAGER},
    "gesture-kind-add": {Role.MANAGER},
    "gesture-limit": {Role.MANAGER},
    "gesture-limit-remove": {Role.MANAGER},
    "gesture-list": SEGMENT_READERS,
    "gesture-outcomes": SEGMENT_READERS,
    "gesture-requests": CASE_WORKERS,
    "gesture-try": {Role.MANAGER},
    "gesture-withdraw": CASE_WORKERS,
    "case-calendar-end": CASE_WORKERS,
    "case-calendar-make": CASE_WORKERS,
    "case-calendar-page": CASE_WORKERS,
    "desk-list": {Role.MANAGER},
    "desk-ready": {Role.MANAGER},
    "desk-status-remove": {Role.MANAGER},
    "mail-aside": {Role.MANAGER, Role.SUPERVISOR},
    "mail-attach": {Role.MANAGER, Role.SUPERVISOR},
    "mail-detail": EVERYBODY - ADMIN,
    "mail-file": EVERYBODY - ADMIN,
    "mail-list": {Role.MANAGER, Role.SUPERVISOR},
    "mail-open": {Role.MANAGER, Role.SUPERVISOR},
    "mail-terms": {Role.MANAGER},
    "case-act": CASE_WORKERS,
    "case-assign": {Role.MANAGER, Role.SUPERVISOR},
    "case-detail": EVERYBODY - ADMIN,
    "case-find": EVERYBODY - ADMIN,
    "case-next": CASE_WORKERS,
    "case-open": CASE_WORKERS,
    "case-presence": CASE_WORKERS,
    "case-question": CASE_WORKERS,
    "case-queue": EVERYBODY - ADMIN,
    "case-team": {Role.MANAGER, Role.SUPERVISOR},
    "reply-template": {Role.MANAGER, Role.SUPERVISOR},
    "reply-template-add": {Role.MANAGER, Role.SUPERVISOR},
    "reply-template-retire": {Role.MANAGER, Role.SUPERVISOR},
    "reply-templates": {Role.MANAGER, Role.SUPERVISOR},
    # figures
    "first-page": EVERYBODY,
    "indicator-definition": EVERYBODY,
    "indicator-drift": EVERYBODY,
    "indicator-drift-seen": EVERYBODY,
    "indicator-list": EVERYBODY,
    "indicator-precision": EVERYBODY,
    "indicator-ranking": EVERYBODY,
    "indicator-representativity": EVERYBODY,
    "indicator-weighted": EVERYBODY,
    "weighting-add": {Role.MANAGER, Role.ANALYST},
    "weighting-list": EVERYBODY,
    "weighting-remove": {Role.MANAGER, Role.ANALYST},
    "asked": PROGRAMME_READERS,
    "bonus-list": PROGRAMME_READERS,
    "bonus-remove": {Role.MANAGER, Role.DATA_PROTECTION},
    "channel-ranking": EVERYBODY,
    "journey-map": EVERYBODY,
    "moment-mark": {Role.MANAGER, Role.ANALYST},
    "moment-remove": {Role.MANAGER, Role.ANALYST},
    "indicator-why": EVERYBODY,
    "own-indicator-add": {Role.MANAGER, Role.ANALYST},
    "own-indicator-approve": {Role.MANAGER, Role.ANALYST},
    "own-indicator-discard": {Role.MANAGER, Role.ANALYST},
    "own-indicator-edit": {Role.MANAGER, Role.ANALYST},
    "own-indicator-retire": {Role.MANAGER, Role.ANALYST},
    "own-indicators": {Role.MANAGER, Role.ANALYST},
    "own-question-add": {Role.MANAGER, Role.ANALYST},
    "scorecard": EVERYBODY,
    # removing causes
    "cause-judge": {Role.MANAGER},
    "cause-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "inner-join": {Role.MANAGER, Role.SUPERVISOR},
    "inner-list": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    "inner-me-too": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    "inner-topic": {Role.MANAGER, Role.SUPERVISOR},
    "minute-cost": {Role.MANAGER},
    "partner-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "partner-set": {Role.MANAGER},
    "plan-add": {Role.MANAGER},
    "plan-detail": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "plan-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "plan-move": {Role.MANAGER},
    # boards
    "board": EVERYBODY,
    "board-copy": BOARD_BUILDERS,
    "board-edit": BOARD_BUILDERS,
    "board-list": EVERYBODY,
    "board-mail": EVERYBODY,
    "board-new": BOARD_BUILDERS,
    "board-pdf": EVERYBODY,
    "board-png": EVERYBODY,
    "board-receive": EVERYBODY,
    "board-remove": BOARD_BUILDERS,
    "board-share": BOARD_BUILDERS,
    "part-add": BOARD_BUILDERS,
    "part-edit": BOARD_BUILDERS,
    "part-file": EVERYBODY,
    "part-move": BOARD_BUILDERS,
    "part-picture": EVERYBODY,
    "part-remove": BOARD_BUILDERS,
    "reports": EVERYBODY,
    "selection-compare": EVERYBODY,
    "time-line": EVERYBODY,
    "time-line-remove": BOARD_BUILDERS,
    # customers and journeys
    "advisor-names": {Role.ADMINISTRATOR, Role.SUPERVISOR},
    "contact-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    "import-begin": {Role.MANAGER},
    "import-detail": {Role.MANAGER},
    "import-drop": {Role.MANAGER},
    "import-list": {Role.MANAGER},
    "import-refused": {Role.MANAGER},
    "import-undo": {Role.MANAGER},
    "segment-list": SEGMENT_READERS,
    "segment-detail": SEGMENT_READERS,
    "segment-new": {Role.MANAGER, Role.ANALYST},
    "segment-edit": {Role.MANAGER, Role.ANALYST},
    "segment-retire": {Role.MANAGER, Role.ANALYST},
    "segment-customers": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    "customer-add": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    "customer-detail": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    "customer-list": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    "journey-list": EVERYBODY,
    "reason-add": {Role.MANAGER},
    "step-add": {Role.MANAGER},
    "step-rename": {Role.MANAGER},
    # profiles and the client book
    "note-add": {Role.SUPERVISOR, Role.ADVISOR},
    "note-edit": {Role.SUPERVISOR, Role.ADVISOR},
    "note-remove": {Role.SUPERVISOR, Role.ADVISOR},
    "note-strike": {Role.DATA_PROTECTION},
    "notes-sensitive": {Role.DATA_PROTECTION},
    "profile-answer": {Role.SUPERVISOR, Role.ADVISOR},
    "profile-remove": {Role.SUPERVISOR, Role.ADVISOR},
    "profile-collecting": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
    "profile-field": {Role.MANAGER, Role.DATA_PROTECTION},
    "profile-field-add": {Role.MANAGER, Role.DATA_PROTECTION},
    "profile-field-retire": {Role.MANAGER, Role.DATA_PROTECTION},
    "profile-fields": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
    "profile-pace": {Role.MANAGER, Role.DATA_PROTECTION},
    "service-add": {Role.MANAGER, Role.DATA_PROTECTION},
    "service-edit": {Role.MANAGER, Role.DATA_PROTECTION},
    # programmes and answers
    "apart-change": {Role.MANAGER, Role.ANALYST},
    "apart-list": {Role.MANAGER, Role.ANALYST},
    "answer-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
    "decision-list": PROGRAMME_READERS,
    "programme-decisions": PROGRAMME_READERS,
    "programme-detail": PROGRAMME_READERS,
    "programme-results": PROGRAMME_READERS,
    "programme-dry-run": {Role.MANAGER},
    "programme-edit": {Role.MANAGER},
    "programme-list": PROGRAMME_READERS,
    "programme-name": {Role.MANAGER},
    "programme-new": {Role.MANAGER},
    "programme-publish": {Role.MANAGER},
    "programme-stop": {Role.MANAGER},
    "programme-switch-on": {Role.MANAGER},
    "wave-new": {Role.MANAGER},
    "wave-detail": PROGRAMME_READERS,
    "wave-draw": {Role.MANAGER},
    "question-list": {Role.MANAGER},
    "question-retire": {Role.MANAGER},
    # words of customers
    "theme-detail": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "theme-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "book": WORD_KEEPERS,
    "book-discard": WORD_KEEPERS,
    "book-force": WORD_KEEPERS,
    "book-publish": WORD_KEEPERS,
    "book-theme": WORD_KEEPERS,
    "book-theme-add": WORD_KEEPERS,
    "book-theme-remove": WORD_KEEPERS,
    "words-coding": WORD_KEEPERS,
    "words-learning": WORD_KEEPERS,
    "words-model-leave": WORD_KEEPERS,
    "words-sample-add": WORD_KEEPERS,
    "words-correct": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
    "words-contradiction-seen": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
    "words-contradictions": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-detail": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-emerging": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-map": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-periods": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-score": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-search": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-summary": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    "words-weight": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
    # public reviews
    "review-erase": {Role.MANAGER, Role.DATA_PROTECTION},
    "review-source": {Role.ADMINISTRATOR, Role.MANAGER},
    "review-source-close": {Role.ADMINISTRATOR, Role.MANAGER},
    "review-source-key": {Role.ADMINISTRATOR, Role.MANAGER},
    "review-source-new": {Role.ADMINISTRATOR, Role.MANAGER},
    "review-sources": {Role.ADMINISTRATOR, Role.MANAGER},
    # open links
    "link-close": {Role.MANAGER},
    "link-detail": PROGRAMME_READERS,
    "link-edit": {Role.MANAGER},
    "link-list": PROGRAMME_READERS,
    "link-new": {Role.MANAGER},
    "link-poster": PROGRAMME_READERS,
    "link-qr": PROGRAMME_READERS,
    "link-reopen": {Role.MANAGER},
    "paper-entry": {Role.MANAGER},
    "paper-form": PROGRAMME_READERS,
    "paper-twice": {Role.MANAGER},
    # questionnaires
    "questionnaire-add": {Role.MANAGER},
    "questionnaire-begin": {Role.MANAGER},
    "questionnaire-bring-back": {Role.MANAGER},
    "questionnaire-detail": PROGRAMME_READERS,
    "questionnaire-discard": {Role.MANAGER},
    "questionnaire-export": PROGRAMME_READERS,
    "questionnaire-frame": {Role.MANAGER},
    "questionnaire-import": {Role.MANAGER},
    "questionnaire-item": {Role.MANAGER},
    "questionnaire-item-act": {Role.MANAGER},
    "questionnaire-language": {Role.MANAGER},
    "questionnaire-list": PROGRAMME_READERS,
    "questionnaire-new": {Role.MANAGER},
    "questionnaire-phone": PROGRAMME_READERS,
    "questionnaire-publish": {Role.MANAGER},
    "questionnaire-results": PROGRAMME_READERS,
    "questionnaire-retire": {Role.MANAGER},
    "questionnaire-version": PROGRAMME_READERS,
    "questionnaire-words": {Role.MANAGER},
    # what happy customers give
    "praise-hide": {Role.MANAGER, Role.SUPERVISOR},
    "praise-list": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
    "praise-show": {Role.MANAGER, Role.SUPERVISOR},
    "praise-wall": {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
    "promoter-ask": {Role.MANAGER, Role.SUPERVISOR},
    "promoter-list": {Role.MANAGER, Role.SUPERVISOR},
    "promoter-rule": {Role.MANAGER},
    "testimonial-accept": {Role.MANAGER},
    "testimonial-detail": {Role.MANAGER, Role.SUPERVISOR},
    "testimonial-list": {Role.MANAGER, Role.SUPERVISOR},
    "testimonial-reword": {Role.MANAGER},
    "testimonial-take-down": {Role.MANAGER},
    "testimonial-use": {Role.MANAGER},
    "idea-comment": EVERYBODY,
    "idea-decide": {Role.MANAGER, Role.SUPERVISOR},
    "idea-detail": EVERYBODY,
    "idea-list": EVERYBODY,
    "idea-merge": {Role.MANAGER, Role.SUPERVISOR},
    "idea-new": EVERYBODY,
    "idea-switches": {Role.MANAGER},
    "idea-vote": EVERYBODY,
    "win-back-cause": {Role.MANAGER},
    "win-back-detail": {Role.MANAGER, Role.ANALYST},
    "win-back-list": {Role.MANAGER, Role.ANALYST},
    "win-back-new": {Role.MANAGER},
    "win-back-start": {Role.MANAGER},
    # outgoing mail
    "outgoing-detail": {Role.ADMINISTRATOR, Role.MANAGER, Role.DATA_PROTECTION},
    "outgoing-list": {Role.ADMINISTRATOR, Role.MANAGER, Role.DATA_PROTECTION},
    "outgoing-retry": {Role.ADMINISTRATOR, Role.MANAGER},
    # recognition
    "identity-judge": {Role.MANAGER, Role.DATA_PROTECTION},
    "identity-part": {Role.MANAGER, Role.DATA_PROTECTION},
    "identity-placeholder": {Role.MANAGER, Role.DATA_PROTECTION},
    "identity-review": {Role.MANAGER, Role.DATA_PROTECTION},
    "identity-take-back": {Role.MANAGER, Role.DATA_PROTECTION},
    # rights of customers
    "processing-register": {Role.DATA_PROTECTION},
    "request-detail": {Role.DATA_PROTECTION},
    "request-dossier": {Role.DATA_PROTECTION},
    "consent-ledger": {Role.MANAGER, Role.DATA_PROTECTION},
    "consent-proof": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    "consent-purpose": {Role.MANAGER, Role.DATA_PROTECTION},
    "consent-purpose-add": {Role.MANAGER, Role.DATA_PROTECTION},
    "consent-purposes": {Role.MANAGER, Role.DATA_PROTECTION},
    "consent-record": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    "request-list": {Role.DATA_PROTECTION},
    "request-new": {Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    "request-step": {Role.DATA_PROTECTION},
    "retention": {Role.DATA_PROTECTION},
    "retention-set": {Role.DATA_PROTECTION},
    # contact pressure
    "hold-lift": {Role.ADMINISTRATOR, Role.MANAGER},
    "hold-list": {Role.ADMINISTRATOR, Role.MANAGER},
    "hold-place": {Role.ADMINISTRATOR, Role.MANAGER},
    "pressure": {Role.ADMINISTRATOR, Role.MANAGER, Role.ANALYST, Role.DATA_PROTECTION},
    "pressure-rule": {Role.MANAGER},
    "pressure-rule-add": {Role.MANAGER},
    "pressure-rule-remove": {Role.MANAGER},
    # one's own sign-in
    "account_change_password": EVERYBODY,
    "account_reauthenticate": EVERYBODY,
    "mfa_activate_totp": EVERYBODY,
    "mfa_deactivate_totp": EVERYBODY,
    "mfa_download_recovery_codes": EVERYBODY,
    "mfa_generate_recovery_codes": EVERYBODY,
    "mfa_index": EVERYBODY,
    "mfa_reauthenticate": EVERYBODY,
    "mfa_view_recovery_codes": EVERYBODY,
}


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != api.urls_namespace.split(":")[-1]:
                yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def _operations() -> Iterator[tuple[str, Any]]:
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            assert isinstance(view, PathView)
            for operation in view.operations:
                yield f"{operation.methods} {bound.prefix}{path}", operation


def _pages() -> list[tuple[str, URLPattern]]:
    """The pages of staff: those with a right, by name."""
    return [
        (pattern.name or "", pattern)
        for _, pattern in _patterns(get_resolver())
        if isinstance(getattr(pattern.callback, "required_right", None), Right)
    ]


def test_every_address_declares_its_right_or_why_it_is_open() -> None:
    bare = []
    for address, pattern in _patterns(get_resolver()):
        right, why = getattr(pattern.callback, "required_right", None), getattr(pattern.callback, "open_to_all", None)
        if not isinstance(right, Right) and not (isinstance(why, str) and why):
            bare.append(address)

    assert bare == []


def test_every_operation_of_the_api_declares_its_right() -> None:
    assert {"POST", "GET"} <= {method for _, operation in _operations() for method in operation.methods}
    bare = [name for name, op in _operations() if not isinstance(getattr(op.view_func, "required_right", None), Right)]

    assert bare == []


def test_every_right_that_the_api_asks_for_may_be_held_by_a_key() -> None:
    assert [name for name, operation in _operations() if not operation.view_func.required_right.api] == []


def test_the_api_shows_without_a_key_only_its_description() -> None:
    patterns = {str(entry.name): entry for entry in api.urls[0] if isinstance(entry, URLPattern)}

    for name in ("openapi-json", "openapi-view"):
        assert getattr(patterns[name].callback, "open_to_all", "")
    assert Client().get("/api/v1/").status_code == 404


def test_every_page_of_staff_is_in_the_table_of_roles() -> None:
    named = {name for name, _ in _pages()}

    assert named - set(PAGES) == set(), "Say in PAGES who may see these."
    assert "" not in named, "A page of staff needs a name."


def _address(pattern: URLPattern, name: str) -> str:
    """An address of the page; where it needs an object, of one that does not exist."""
    arguments = {}
    for argument, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        arguments[argument] = 999_999_999 if kind == "IntConverter" else "nothing-of-this-name"
    return reverse(name, kwargs=arguments)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_the_pages_of_the_table_and_no_other(role: Role, cast: Cast) -> None:
    client = cast.client(role)

    for name, pattern in _pages():
        status = client.get(_address(pattern, name)).status_code
        if role not in PAGES.get(name, set()):
            assert (name, status) == (name, 403)
        elif pattern.pattern.converters:
            assert (name, status in {200, 404, 405}) == (name, True)
        else:
            assert (name, status in {200, 302, 404, 405}) == (name, True)


def test_nobody_is_led_to_the_sign_in_page(cast: Cast) -> None:
    for name, pattern in _pages():
        address = _address(pattern, name)
        answer = Client().get(address)

        assert (name, answer.status_code) == (name, 302)
        assert re.match(r"/account/login/\?next=", answer.headers["Location"])
