"""Every table of a page leaves as CSV, XLSX and Parquet: the same rows, typed, under the same filters and rights."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pyarrow import parquet

from aisance.accounts.models import Person
from aisance.accounts.services import create_api_key
from aisance.boards.contracts import MarkKind
from aisance.boards.services import add_time_mark
from aisance.core.models import AuditEntry
from aisance.core.permissions import RIGHTS, Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.asking import checked
from aisance.indicators.contracts import Asked
from aisance.indicators.definition_form import DIMENSION_NAMES
from aisance.indicators.models import Drift
from aisance.indicators.ranks.table import ranking_of
from aisance.indicators.registry import definition
from aisance.indicators.tests.company import BY, NOON, answer, call, lay_vocabulary, together
from aisance.indicators.weighting.resemblance import resemblance
from aisance.indicators.weighting.services import declare_weighting
from aisance.journeys.contracts import Channel
from aisance.ui.sheets import FORMATS, Column, Sheet, attached
from tests.cast import Cast
from tests.standing import standing

TODAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAYS = "from=2026-10-26&to=2026-11-22"
EXTENSIONS = tuple(FORMATS)

type Rows = list[dict[str, Any]]


def _lay(cast: Cast) -> None:
    """Phone and chat have answers enough, letters too few; Lille and Namur differ."""
    lay_vocabulary()
    with together():
        call(times=40, unit="lille-a", step="order", reason="bill")
        call(times=30, unit="namur-a", step="pay", reason="move", channel=Channel.CHAT)
        for channel, unit, scores in (
            (Channel.PHONE, "lille-a", [10, 9, 9, 8, 0] * 6),
            (Channel.CHAT, "namur-a", [10, 10, 9, 9, 8] * 4),
            (Channel.LETTER, "namur-a", [0, 10]),
        ):
            answer("nps", scores, days=10, channel=channel, unit=unit, step="order", reason="bill")
            answer("net_easy", [1, 2, 6, 7, 1] * (len(scores) // 5), days=10, channel=channel, unit=unit, step="order")
        answer("effort", [0, 1, 2, 3] * 5, days=10, channel=Channel.PHONE, unit="lille-a", step="order")
        answer("csat", [5, 4, 1, 5] * 5, days=10, channel=Channel.PHONE, unit="lille-a", step="order")
        names = {"en": "By channel", "fr": "Par canal"}
        targets = {"channel": {"phone": 0.45, "chat": 0.45, "letter": 0.1}}
        declare_weighting(code="channels", names=names, targets=targets, least=0.1, most=10.0, by=BY)


_company = standing(_lay, moment=TODAY, autouse=True)


def body(client: Client, address: str, extension: str) -> bytes:
    """The file that a page gives in this format."""
    response = client.get(f"{address}{'&' if '?' in address else '?'}format={extension}")
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == FORMATS[extension].content_type
    assert response["Content-Disposition"].startswith('attachment; filename="aisance-')
    return response.getvalue()


def rows_of(content: bytes, extension: str) -> Rows:
    """The rows of a file, by column."""
    if extension == "csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(content.decode()))]
    if extension == "parquet":
        return parquet.read_table(io.BytesIO(content)).to_pylist()  # type: ignore[no-any-return]
    head, *rows = load_workbook(io.BytesIO(content))["Figures"].values
    return [dict(zip(map(str, head), map(_as_day, row), strict=True)) for row in rows]


def _as_day(value: Any) -> Any:
    """A workbook has no days, only moments that are shown without their time."""
    return value.date() if isinstance(value, datetime) and value.time() == time.min else value


def as_text(value: Any) -> str:
    """A typed cell as a CSV writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            zoned = value if value.tzinfo else value.replace(tzinfo=UTC)
            return zoned.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        case float() if value == int(value):
            return str(int(value))
    return str(value).removeprefix("'")


def in_text(rows: Rows) -> list[dict[str, str]]:
    found = [{name: as_text(value) for name, value in row.items()} for row in rows]
    return [{name: text.removesuffix(".0") for name, text in row.items()} for row in found]


def taken(client: Client, address: str) -> Rows:
    """The rows of the Parquet, after the other two formats were seen to say the same."""
    found = {form: rows_of(body(client, address, form), form) for form in EXTENSIONS}
    moments = {name for row in found["parquet"] for name, value in row.items() if isinstance(value, datetime)}
    plain = {
        form: [{name: text for name, text in row.items() if name not in moments} for row in in_text(rows)]
        for form, rows in found.items()
    }
    assert plain["csv"] == plain["parquet"]
    assert _to_16_digits(plain["xlsx"]) == _to_16_digits(plain["parquet"])
    return found["parquet"]


def _to_16_digits(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A workbook is written with 16 digits of a number; the 17th only tells neighbouring doubles apart."""
    return [{name: _digits(text) for name, text in row.items()} for row in rows]


def _digits(text: str) -> str:
    try:
        return f"{float(text):.14g}"
    except ValueError:
        return text


PAGES = (
    "/?period=4-weeks",
    "/indicators/",
    f"/indicators/nps/?by=channel&{DAYS}",
    f"/indicators/nps/?by=channel&{DAYS}&compare=previous",
    "/indicators/nps/?by=",
    "/indicators/resolved/?by=&table=resolution",
    "/indicators/cxi/?table=parts",
    f"/indicators/nps/ranking/?by=channel&{DAYS}",
    f"/indicators/nps/weighted/?by=channel&{DAYS}",
    f"/indicators/nps/representativity/?{DAYS}",
    f"/indicators/nps/precision/?{DAYS}&precision=2&change=5",
    f"/indicators/nps/why/?{DAYS}&unit=lille-a&against=unit:namur-a&by=channel",
    "/indicators/nps/drift/",
    "/indicators/own/",
    "/channels/",
    "/channels/?table=suggestions",
    "/journeys/map/",
    "/journeys/map/?table=figures",
    "/?period=4-weeks&table=channels",
    "/?period=4-weeks&table=journey",
    "/indicators/nps/drift/?table=found",
    "/weightings/",
    "/boards/time-line/",
    "/boards/compare/?indicator=nps&a_channel=phone&b_channel=chat&b_from=2026-10-26&b_to=2026-11-22",
    "/customers/",
    "/outgoing/",
    "/answers/?start=2026-11-01&end=2026-11-30",
    "/programmes/",
)


NOTHING_THERE = ("/boards/time-line/", "/indicators/own/", "/customers/", "/outgoing/", "/programmes/")
"""Pages without a row in this company: they offer nothing to take along."""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_offers_three_files_that_say_the_same_under_the_same_headings_in_both_languages(
    cast: Cast, address: str
) -> None:
    client = cast.client(Role.MANAGER)
    page = " ".join(client.get(address).content.decode().split())

    taken(client, address)
    english = parquet.read_schema(io.BytesIO(body(client, address, "parquet")))
    Person.objects.update(language="fr")
    french = parquet.read_schema(io.BytesIO(body(client, address, "parquet")))

    assert french.names == english.names
    assert english.metadata.keys() ^ french.metadata.keys()
    assert "table=" in address or ('class="download"' in page) == (address not in NOTHING_THERE)


def test_a_figure_carries_its_definition_its_days_its_interval_and_why_it_is_withheld(cast: Cast) -> None:
    rows = {row["channel"]: row for row in taken(cast.client(Role.MANAGER), f"/indicators/nps/?by=channel&{DAYS}")}

    phone, letter = rows["phone"], rows["letter"]
    assert (phone["indicator"], phone["version"], phone["measured_in"]) == ("nps", 1, "points")
    assert (phone["from"], phone["to"]) == (date(2026, 10, 26), date(2026, 11, 22))
    assert (phone["channel_name"], phone["n"], phone["value"]) == ("Phone", 30, pytest.approx((18 - 6) / 30))
    assert phone["low"] < phone["value"] < phone["high"]
    assert (phone["withheld_under"], phone["withheld_because"]) == (None, None)
    assert (letter["n"], letter["value"], letter["low"], letter["withheld_under"]) == (2, None, None, 10)
    assert letter["withheld_because"] == "Fewer than 10 answers: the value is withheld."


def test_cells_are_typed_in_a_workbook(cast: Cast) -> None:
    content = body(cast.client(Role.MANAGER), f"/indicators/nps/?by=channel&{DAYS}", "xlsx")
    head, first, *_ = load_workbook(io.BytesIO(content))["Figures"].values
    row = dict(zip(map(str, head), first, strict=True))

    assert (type(row["n"]), type(row["value"]), type(row["from"])) == (int, float, datetime)


def test_a_ranking_leaves_as_it_is_on_the_page(cast: Cast) -> None:
    rows = taken(cast.client(Role.MANAGER), f"/indicators/nps/ranking/?by=channel&{DAYS}")
    nps = definition("nps")
    asked = checked(nps, Asked(by=("channel",), start=date(2026, 10, 26), end=date(2026, 11, 22)))
    shown = ranking_of(cast.viewer(Role.MANAGER), nps, asked).rows

    assert [(row["channel"], row["n"], row["value"], row["best_rank"], row["worst_rank"]) for row in rows] == [
        (row.code, row.estimate.n, row.estimate.value, row.best, row.worst) for row in shown
    ]
    assert rows[0]["stabilised"] == pytest.approx(shown[0].stabilised and shown[0].stabilised.value)


def test_representativity_leaves_with_every_dimension(cast: Cast) -> None:
    rows = taken(cast.client(Role.MANAGER), f"/indicators/nps/representativity/?{DAYS}")
    asked = Asked(start=date(2026, 10, 26), end=date(2026, 11, 22))
    held = resemblance(cast.viewer(Role.MANAGER), definition("nps"), asked, "channel")

    assert {row["by"] for row in rows} <= set(DIMENSION_NAMES)
    assert [(row["code"], row["eligible"], row["respondents"]) for row in rows if row["by"] == "channel"] == [
        (entry.code, entry.eligible, entry.respondents) for entry in held.found.categories
    ]


def test_why_adds_up_in_the_file(cast: Cast) -> None:
    rows = taken(cast.client(Role.MANAGER), f"/indicators/nps/why/?{DAYS}&unit=lille-a&against=unit:namur-a&by=channel")

    phone, chat = 12 / 30, None
    assert {row["by"] for row in rows} == {"channel"}
    assert sum(row["total"] for row in rows) == pytest.approx(12 / 30 - (16 + 1 - 1) / 22)
    by_code = {row["code"]: row for row in rows}
    assert (by_code["phone"]["value_after"], by_code["chat"]["value_after"]) == (pytest.approx(phone), chat)
    assert by_code["phone"]["withheld_under"] == 10


def test_a_plan_leaves_with_what_was_wished_for(cast: Cast) -> None:
    [row] = taken(cast.client(Role.MANAGER), f"/indicators/nps/precision/?{DAYS}&precision=2&change=5")

    assert (row["n"], row["precision_wanted"], row["change_wanted"]) == (52, 0.02, 0.05)
    assert row["precision_answers"] == row["precision_more"] + 52


def test_a_map_leaves_with_its_levels_and_with_every_other_figure(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    order, pay = taken(client, "/journeys/map/")
    figures = taken(client, "/journeys/map/?table=figures")

    assert [order[f"level_{name}"] for name in ("none", "light", "sweat", "headache")] == [5, 5, 5, 5]
    assert (order["n"], order["value"], order["mean_level"]) == (20, 0.5, 1.5)
    assert (pay["n"], pay["value"], pay["level_none"]) == (0, None, None)
    satisfied = [row for row in figures if (row["step"], row["indicator"]) == ("order", "csat")]
    assert [(row["n"], row["value"]) for row in satisfied] == [(20, 0.75)]


def test_the_list_of_indicators_leaves_with_every_one(cast: Cast) -> None:
    rows = taken(cast.client(Role.MANAGER), "/indicators/")

    nps = next(row for row in rows if row["indicator"] == "nps")
    assert len(rows) > 20
    assert (nps["n"], nps["version"], nps["title"]) == (52, 1, str(definition("nps").title))


def test_a_file_holds_the_units_of_whoever_asks_and_no_other(cast: Cast) -> None:
    address = f"/indicators/nps/?by=unit&{DAYS}"

    everything = taken(cast.client(Role.MANAGER), address)
    hers = taken(cast.client(Role.SUPERVISOR), address)

    assert {row["unit"] for row in everything} == {"lille-a", "namur-a"}
    assert {row["unit"] for row in hers} == {"lille-a"}


@pytest.mark.parametrize("address", ["/customers/", "/outgoing/", "/answers/?start=2026-11-01&end=2026-11-30"])
def test_without_the_right_there_is_no_file_and_nothing_is_on_record(cast: Cast, address: str) -> None:
    before = AuditEntry.objects.count()
    refused = cast.client(Role.DATA_PROTECTION if "answers" in address else Role.ANALYST)

    for form in EXTENSIONS:
        assert refused.get(f"{address}{'&' if '?' in address else '?'}format={form}").status_code == 403
    assert AuditEntry.objects.count() == before


def test_a_wrong_selection_gives_no_file(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert client.get("/indicators/nps/?from=2026-12-01&to=2026-11-01&format=xlsx").status_code == 422
    assert client.get("/answers/?start=yesterday&format=csv").status_code == 422
    assert client.get("/indicators/nps/?format=pdf").status_code == 404


def test_answers_leave_with_their_words_and_a_column_for_each_question_and_scale(cast: Cast) -> None:
    answer("nps", [3], days=11, channel=Channel.PHONE, unit="lille-a", text="=HYPERLINK(1)", language="en")
    client = cast.client(Role.MANAGER)
    address = "/answers/?start=2026-11-13&end=2026-11-13"

    [row] = taken(client, address)

    assert (row["nps_on_nps_11"], row["words"], row["channel_name"]) == (3, "=HYPERLINK(1)", "Phone")
    assert row["answered_at"] == NOON + timedelta(days=11)
    assert "'=HYPERLINK(1)" in body(client, address, "csv").decode()
    noted = AuditEntry.objects.filter(action="answers.taken")
    assert [entry.changes for entry in noted[:1]] == [{"rows": 1, "format": "csv"}]
    assert noted.count() == 4


def test_customers_leave_with_what_they_are_known_as_and_the_trail_says_so(cast: Cast) -> None:
    claim = CustomerClaim({IdentifierKind.EMAIL: "eva@example.org", IdentifierKind.PHONE: "+32470123456"}, name="-Eva")
    call(customer=claim, unit="lille-a", days=3)
    client = cast.client(Role.MANAGER)

    address = client.post("/customers/", {"words": "eva@example.org"})["Location"]
    [row] = taken(client, address)

    assert (row["name"], row["email"], row["phone"]) == ("-Eva", "eva@example.org", "+32470123456")
    assert row["last_contact"] == NOON + timedelta(days=3)
    [entry, *others] = AuditEntry.objects.filter(action="customers.taken").order_by("pk")
    assert (entry.changes, len(others)) == ({"rows": 1, "format": "csv"}, 2)
    assert "eva" not in json.dumps(entry.changes)
    disposition = client.get(f"{address}&format=csv")["Content-Disposition"]
    assert disposition == 'attachment; filename="aisance-customers-2026-11-22.csv"'


def test_the_first_page_leaves_with_its_channels_and_its_journey(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    address = "/?period=4-weeks"
    page = client.get(address).context["page"]

    channels, steps = (taken(client, f"{address}&table={table}") for table in ("channels", "journey"))

    assert [(row["channel_name"], row["n"], row["value"], row["rank"]) for row in channels] == [
        (row.name, row.estimate.n, row.estimate.value, row.rank) for row in page.ranking.rows
    ]
    assert [(row["step"], row["n"]) for row in steps] == [("order", 52 // 5 * 5), ("pay", 0)]
    assert steps[1]["value"] is None


def test_drifts_leave_as_they_were_found(cast: Cast) -> None:
    found: dict[str, Any] = {"n": 40, "value": 0.1, "expected": 0.4, "low": 0.3, "high": 0.5, "direction": "below"}
    unit = cast.units["lille"]
    Drift.objects.create(
        indicator="nps", version=1, unit_id=unit.pk, week=date(2026, 11, 9), found_at=TODAY, seen_by=None, **found
    )

    [row] = taken(cast.client(Role.MANAGER), "/indicators/nps/drift/?table=found")

    assert (row["from"], row["to"], row["kept_unit"]) == (date(2026, 11, 9), date(2026, 11, 15), "lille")
    assert (row["n"], row["value"], row["expected"], row["outside"]) == (40, 0.1, 0.4, "below")
    assert taken(cast.client(Role.SUPERVISOR), "/indicators/nps/drift/?table=found") == [row]
    Drift.objects.update(unit=cast.units["namur"])
    assert taken(cast.client(Role.SUPERVISOR), "/indicators/nps/drift/?table=found") == []


def test_weightings_leave_share_by_share(cast: Cast) -> None:
    rows = taken(cast.client(Role.MANAGER), "/weightings/")

    assert [(row["weighting"], row["by"], row["code"], row["share"]) for row in rows] == [
        ("channels", "channel", "phone", 0.45),
        ("channels", "channel", "chat", 0.45),
        ("channels", "channel", "letter", 0.1),
    ]


def test_the_time_line_leaves_with_what_its_reader_may_know_of(cast: Cast) -> None:
    words = {"en": "Strike", "fr": "Grève"}
    for unit in ("lille", "namur"):
        by = cast.viewer(Role.MANAGER)
        add_time_mark(day=date(2026, 11, 3), until=None, kind=MarkKind.STRIKE, words=words, unit=unit, by=by)

    [row] = taken(cast.client(Role.SUPERVISOR), "/boards/time-line/")

    assert len(taken(cast.client(Role.MANAGER), "/boards/time-line/")) == 2
    assert (row["from"], row["to"], row["what_happened"], row["unit"]) == (date(2026, 11, 3), None, "Strike", "lille")


ADMINISTERED = {"/administration/": "people.taken", "/administration/keys/": "api_keys.taken"}


@pytest.mark.parametrize(("address", "action"), ADMINISTERED.items())
def test_lists_of_administration_leave_without_secrets_and_on_record(cast: Cast, address: str, action: str) -> None:
    by = cast.viewer(Role.ADMINISTRATOR)
    key, text = create_api_key(name="Shop", unit_id=cast.units["lille"].pk, scopes=[RIGHTS["indicators.view"]], by=by)
    client = cast.client(Role.ADMINISTRATOR)
    assert 'class="download"' in client.get(address).content.decode()

    rows = taken(client, address)

    written = " ".join(str(value) for row in rows for value in row.values())
    assert len(rows) == (len(cast.people) if action == "people.taken" else 1)
    assert ("claire" in written.casefold()) == (action == "people.taken")
    assert key.hashed not in written
    assert text not in written
    noted = AuditEntry.objects.filter(action=action).order_by("pk")
    assert [entry.changes for entry in noted] == [{"rows": len(rows), "format": form} for form in EXTENSIONS]


def test_units_leave_with_those_they_lie_below(cast: Cast) -> None:
    rows = {row["code"]: row for row in taken(cast.client(Role.ADMINISTRATOR), "/administration/units/")}

    assert len(rows) == len(cast.units)
    assert (rows["lille-a"]["below"], rows["lille-a"]["kind"], rows["orvane"]["below"]) == ("lille", "team", None)


def test_the_audit_trail_leaves_under_its_filters_and_says_so_itself(cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)

    rows = taken(client, "/administration/audit/?action=weighting.declared")
    everything = rows_of(body(client, "/administration/audit/", "csv"), "csv")

    assert [(row["action_name"], row["object_type"], row["object_id"]) for row in rows] == [
        ("declared a weighting", "weighting", "channels")
    ]
    noted = [row["actor_name"] for row in everything if row["action"] == "audit_trail.taken"]
    assert noted == ["Elke Jacobs"] * len(EXTENSIONS)
    assert AuditEntry.objects.filter(action="audit_trail.taken").count() == len(EXTENSIONS) + 1
    assert client.get("/administration/audit/?first=yesterday&format=csv").status_code == 422


@pytest.mark.parametrize("address", ["/administration/", "/administration/keys/", "/administration/audit/"])
def test_lists_of_administration_are_refused_to_others(cast: Cast, address: str) -> None:
    before = AuditEntry.objects.count()

    assert cast.client(Role.MANAGER).get(f"{address}?format=csv").status_code == 403
    assert AuditEntry.objects.count() == before


def test_a_sheet_longer_than_its_format_is_refused_with_what_to_do() -> None:
    sheet = Sheet("Long", [Column("n", "whole")], iter(()), size=100_001)

    refused = attached(sheet, FORMATS["xlsx"], "long")

    assert refused.status_code == 422
    assert refused.getvalue() == (
        b"100,001 rows are more than the 100,000 that leave as XLSX; narrow the selection, or take CSV."
    )


def test_a_table_without_rows_is_a_file_all_the_same() -> None:
    sheet = Sheet("Nothing", [Column("n", "whole"), Column("at", "moment")], [])

    for form in EXTENSIONS:
        assert rows_of(FORMATS[form].write(sheet), form) == []


def test_what_is_said_several_times_stands_together_in_a_parquet() -> None:
    sheet = Sheet("Two", [Column("n", "whole")], [(1,)], [("Indicator", "A"), ("Indicator", "B")])

    schema = parquet.read_schema(io.BytesIO(FORMATS["parquet"].write(sheet)))

    assert schema.metadata == {b"Indicator": b"A\nB"}
