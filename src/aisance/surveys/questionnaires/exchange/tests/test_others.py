"""Questionnaires of LimeSurvey and Qualtrics, and the account of what became of them."""

import doctest
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as some

from aisance.surveys.contracts import SCALES
from aisance.surveys.questionnaires.checks import Surroundings, problems
from aisance.surveys.questionnaires.contracts import Condition, ShowIf, Test
from aisance.surveys.questionnaires.describing import MATRIX_SCALES
from aisance.surveys.questionnaires.exchange import building, displaylogic, relevance
from aisance.surveys.questionnaires.exchange.building import Compared
from aisance.surveys.questionnaires.exchange.contracts import Became, FileRefused, Imported
from aisance.surveys.questionnaires.exchange.own import read_own, write_own
from aisance.surveys.questionnaires.exchange.reading import read_file
from aisance.surveys.questionnaires.exchange.relevance import show_if_of

FILES = Path(__file__).parent / "files"


def read(name: str) -> Imported:
    return read_file(name, (FILES / name).read_bytes())


def told(imported: Imported, became: Became) -> list[tuple[str, str]]:
    return [(entry.what, str(entry.why)) for entry in imported.account.of(became)]


def test_the_examples_hold() -> None:
    assert doctest.testmod(building).failed == 0
    assert doctest.testmod(relevance).failed == 0
    assert doctest.testmod(displaylogic).failed == 0


@pytest.mark.parametrize("name", ["contact.lss", "older.lss", "contact.qsf"])
def test_what_is_read_can_be_published_and_written_as_our_own(name: str) -> None:
    content = read(name).content

    assert [finding.code for finding in problems(content, Surroundings())] == []
    assert read_own(write_own(content).encode()).content == content


def test_a_limesurvey_file_keeps_words_codes_conditions_and_languages() -> None:
    content = read("contact.lss").content
    items = {item.code: item for item in content.items}

    assert content.title == {"en": "After a contact", "fr": "Après un contact"}
    assert content.thanks == {"en": "Thank you.", "fr": "Merci."}
    assert [(item.code, item.kind) for item in content.items] == [
        ("nps", "nps"),
        ("why_q", "text"),
        ("topic", "multiple"),
        ("staff_kind", "single"),
        ("staff_clear", "single"),
        ("times", "number"),
        ("when", "date"),
        ("order", "ranking"),
        ("solved", "single"),
    ]
    assert items["nps"].required
    assert items["why_q"].show_if == ShowIf((Condition("answer:nps", Test.AT_MOST, (6,)),))
    assert items["why_q"].help["fr"] == "Quelques mots suffisent."
    assert [(option.code, option.wording["fr"]) for option in items["topic"].options] == [
        ("BILL", "La facture"),
        ("NET", "Le réseau"),
        ("other", "Autre"),
    ]
    assert items["staff_clear"].wording == {"en": "Our advisor was clear", "fr": "Notre conseiller était clair"}
    assert items["times"].show_if == ShowIf((Condition("answer:topic", Test.IN, ("BILL", "NET")),))
    assert items["when"].show_if == ShowIf((Condition("answer:times", Test.ANSWERED),))
    assert items["solved"].wording["en"] == "You said {answer:nps}. Is it solved?"


def test_the_account_of_a_limesurvey_file_is_complete() -> None:
    imported = read("contact.lss")

    assert told(imported, Became.KEPT) == [
        ("WHY: What went wrong?", ""),
        ("WHEN: When did it start?", ""),
        ("ORDER: What matters most?", ""),
    ]
    assert told(imported, Became.CHANGED) == [
        ("NPS: How likely are you to recommend us?", str(building.AS_NPS)),
        ("TOPIC: What was it about?", str(building.LAYOUT_LOST)),
        ("TOPIC: What was it about?", str(building.OTHER_TEXT_LOST)),
        ("STAFF: Our advisor was / KIND", str(building.SPLIT)),
        ("STAFF: Our advisor was / CLEAR", str(building.SPLIT)),
        ("TIMES: How often did you contact us?", str(building.MANDATORY_SOFT)),
        ("SOLVED: You said {answer:nps}. Is it solved?", str(building.PIPING_LOST)),
        (
            "SOLVED: You said {answer:nps}. Is it solved?",
            "its condition cannot be said here, so everybody is shown it: count(self.sgqa) > 2",
        ),
    ]
    assert [what for what, _why in told(imported, Became.DROPPED)] == [
        "INTRO: Thank you so far.",
        "PHOTO: Send us a photo.",
        "Quotas",
        "Overall, Details",
        "The welcome",
    ]


def test_a_file_of_an_older_limesurvey_is_read_too() -> None:
    content = read("older.lss").content

    assert content.language == "de"
    assert [(item.code, item.wording["de"]) for item in content.items] == [
        ("q1", "Worum ging es?"),
        ("q2_sq001", "Bewerten Sie den Preis"),
    ]
    assert [option.code for option in content.items[1].options] == ["1", "2", "3", "4", "5"]
    assert content.items[1].show_if == ShowIf((Condition("answer:q1", Test.IN, ("A1",)),))


def test_a_qualtrics_file_keeps_words_codes_conditions_and_languages() -> None:
    content = read("contact.qsf").content
    items = {item.code: item for item in content.items}

    assert content.title == {"en": "After a contact", "fr": ""}
    assert [(item.code, item.kind) for item in content.items] == [
        ("nps", "nps"),
        ("topic", "single"),
        ("q3", "text"),
        ("q4_1", "single"),
        ("q4_2", "single"),
        ("q5", "number"),
        ("q6", "ranking"),
    ]
    assert items["nps"].required
    assert [(option.code, option.wording) for option in items["topic"].options] == [
        ("20", {"en": "The network", "fr": "Le réseau"}),
        ("10", {"en": "The bill", "fr": "La facture"}),
        ("30", {"en": "Other", "fr": "Autre"}),
    ]
    assert items["q3"].show_if == ShowIf((Condition("answer:topic", Test.IN, ("10", "20")),))
    assert items["q3"].wording["en"] == "You chose {answer:topic}. Why?"
    assert items["q5"].show_if == ShowIf((Condition("answer:nps", Test.AT_MOST, (6,)),))


def test_the_account_of_a_qualtrics_file_is_complete() -> None:
    imported = read("contact.qsf")

    assert [what for what, _why in told(imported, Became.DROPPED)] == [
        "EmbeddedData FL_2",
        "Branch FL_4",
        "Q7: Almost done.",
        "Q8: Share a hundred points",
    ]
    assert [what for what, _why in told(imported, Became.CHANGED)] == [
        "Topic: What was it about?",
        "Topic: What was it about?",
        "Topic: What was it about?",
        "Q3: You chose {answer:topic}. Why?",
        "Q4: Our advisor was / 1",
        "Q4: Our advisor was / 2",
        "Q5: How long did you wait, in minutes?",
    ]
    assert [what for what, _why in told(imported, Became.KEPT)] == [
        "Q1: How likely are you to recommend us?",
        "Q6: Rank these",
    ]


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><x>&b;</x></document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><x>&f;</x></document>"""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.lss", ENTITIES),
        ("a.lss", OUTSIDE),
        ("a.lss", b"<document>"),
        ("a.lss", b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>"),
        ("a.lss", b"<" * 2_000_001),
        ("a.lss", b"\xff\xfe\x00"),
        ("a.qsf", b"{}"),
        ("a.qsf", b"[" * 100_000),
        ("a.qsf", b'{"SurveyElements": 3}'),
        ("a.qsf", b"\xff"),
        ("a", b""),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_file(name, data)


def test_halves_of_characters_do_not_come_through() -> None:
    payload = {"QuestionText": "Why\ud800\0?", "DataExportTag": "Q\udfff", "QuestionType": "TE", "Selector": "SL"}
    element = {"Element": "SQ", "PrimaryAttribute": "QID1", "Payload": payload}
    file = {"SurveyEntry": {"SurveyName": "\ud800"}, "SurveyElements": [element]}

    imported = read_file("a.qsf", json.dumps(file).encode())

    assert imported.content.items[0].wording == {"en": "Why??"}
    assert [entry.what for entry in imported.account.entries] == ["Q?: Why??"]
    assert imported.content.title == {"en": "?"}


def test_more_questions_than_anybody_asks_are_refused() -> None:
    payload = {"QuestionText": "Why?", "QuestionType": "TE", "Selector": "SL"}
    elements = [{"Element": "SQ", "PrimaryAttribute": f"QID{number}", "Payload": payload} for number in range(301)]

    with pytest.raises(FileRefused, match="at most 300"):
        read_file("a.qsf", json.dumps({"SurveyEntry": {}, "SurveyElements": elements}).encode())


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", True),
        ('Q1 == "A" and Q2 == "B"', True),
        ('(Q1 == "A" || Q1 == "B") && Q2 == "B"', True),
        ('Q1 == "A" and Q2 == "B" or Q3 == "C"', False),
        ('!(Q1 == "A")', False),
        ("Q1 + Q2 > 3", False),
        ('"A" == Q1', False),
        ('Q1 == "A" Q2', False),
        ("(" * 50, False),
        ("is_empty(Q1.NAOK)", True),
        ("if(Q1 == 1, 1, 0)", False),
        ("Q1 gt 3", True),
    ],
)
def test_an_expression_is_said_whole_or_not_at_all(expression: str, said: bool) -> None:
    def condition(compared: Compared) -> Condition:
        return Condition(f"answer:{compared.name.lower()}", Test.IN, (compared.value,))

    assert (show_if_of(expression, condition) is not None) is said


KEYS = ["Flow", "Payload", "QuestionType", "Choices", "1", "Type", "ID", "Language", "DisplayLogic"]
JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-5, 5) | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(
                ["Flow", "Payload", "QuestionType", "Choices", "1", "Type", "ID", "Language", "DisplayLogic"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@drawn(some.lists(some.tuples(some.sampled_from(["SQ", "BL", "FL"]), JSON), max_size=4))
def test_a_broken_qualtrics_file_is_read_or_refused_and_never_fails(elements: list[tuple[str, object]]) -> None:
    rows = [{"Element": kind, "PrimaryAttribute": "QID1", "Payload": payload} for kind, payload in elements]
    with suppress(FileRefused):
        read_file("a.qsf", json.dumps({"SurveyEntry": {}, "SurveyElements": rows}).encode())


def test_the_scales_of_a_matrix_are_ours() -> None:
    assert set(MATRIX_SCALES) <= SCALES.keys()


def test_a_limesurvey_file_with_odd_settings_says_what_was_not_kept() -> None:
    imported = read("odd.lss")
    why = {item.code: item for item in imported.content.items}["why_q"]

    assert [item.code for item in imported.content.items] == ["shop", "seen", "code", "why_q"]
    assert why.wording == {"en": "You were asked “” and said {answer:shop}. Why?"}
    assert why.show_if == ShowIf((Condition("answer:shop", Test.IN, ("A1",)),))
    assert told(imported, Became.KEPT) == []
    assert len(set(told(imported, Became.CHANGED))) == len(told(imported, Became.CHANGED))
    assert {(what.partition(":")[0], why) for what, why in told(imported, Became.CHANGED)} == {
        ("SHOP", str(building.LAYOUT_LOST)),
        ("SHOP", str(building.ORDER_LOST)),
        ("SEEN", str(building.LIMITS_LOST)),
        ("SEEN", str(building.OPTIONS_CONDITIONED)),
        ("CODE", str(building.LIMITS_LOST)),
        ("WHY", str(building.PIPING_LOST)),
    }
    assert [what for what, _why in told(imported, Became.DROPPED)] == [
        "CUSTNO: Customer number",
        "Quotas",
        "Your visit",
        "The notice on data protection",
    ]


def test_a_qualtrics_file_with_odd_settings_says_what_was_not_kept() -> None:
    imported = read("odd.qsf")
    items = {item.code: item for item in imported.content.items}

    assert items["many"].show_if == ShowIf()
    assert items["why_q"].wording == {"en": "To “” you said {answer:shop}. Why?"}
    assert told(imported, Became.KEPT) == []
    assert {(what.partition(":")[0], why.partition(":")[0]) for what, why in told(imported, Became.CHANGED)} == {
        ("SHOP", str(building.LAYOUT_LOST)),
        ("SHOP", "its script was left out"),
        ("SHOP", str(building.LIMITS_LOST)),
        ("MANY", "its condition cannot be said here, so everybody is shown it"),
        ("BEST", "options taken over from another question were left out"),
        ("BEST", str(building.OPTIONS_CONDITIONED).partition(":")[0]),
        ("AGE", str(building.LIMITS_LOST)),
        ("WHY", str(building.PIPING_LOST)),
    }
    assert [what for what, _why in told(imported, Became.DROPPED)] == [
        "Each shelf",
        "SHELF: Click on the shelf",
        "Quotas",
    ]
