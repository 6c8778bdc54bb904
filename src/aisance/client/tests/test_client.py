"""The client on its own: what it asks, what it makes of answers, and what it says when there is none."""

import logging
import pickle
import socket
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from aisance.client import Aisance, AisanceError, Need, connect
from aisance.client.questions import words
from aisance.client.tests.server import Reply, Server
from aisance.client.wire import Wire

pytestmark = pytest.mark.sqlite_only

KEY = "ais_0123456789abcdef"
CARD = {"indicator": "nps", "version": 2, "title": "NPS", "unit": "points"}


def figures(*rows: dict[str, object]) -> dict[str, object]:
    return {"indicator": "nps", "version": 2, "unit": "points", "rows": list(rows)}


def row(n: int, value: float | None, low: float | None, high: float | None, **more: object) -> dict[str, object]:
    return {"dimensions": {}, "n": n, "value": value, "low": low, "high": high, **more}


def test_a_cell_is_a_row(server: Server) -> None:
    phone = row(40, 0.25, 0.1, 0.4, dimensions={"channel": "phone", "month": "2026-11"})
    few = row(3, None, None, None, dimensions={"channel": "", "month": "2026-10"}, masked={"minimum_n": 10})
    server.replies = [Reply(figures(phone, few)), Reply([CARD])]

    frame = connect(server.url, KEY).estimates("nps", by=["channel", "month"], where={"unit": "lille"})

    assert server.asked[0] == "/api/v1/indicators/nps?by=channel&by=month&unit=lille"
    assert server.keys[0] == f"Bearer {KEY}"
    assert list(frame.columns) == [
        *("channel", "month", "n", "value", "low", "high", "masked_under", "n_effective", "design_effect", "raw")
    ]
    assert frame["channel"].tolist() == ["phone", ""]
    assert [str(month) for month in frame["month"]] == ["2026-11", "2026-10"]
    assert frame["n"].tolist() == [40, 3]
    assert frame["value"].isna().tolist() == [False, True]
    assert frame["masked_under"].isna().tolist() == [True, False]
    assert frame.attrs == {"indicator": "nps", "version": 2, "unit": "points", "definition": CARD}


def test_a_comparison_stands_in_its_row(server: Server) -> None:
    compare: dict[str, object] = {"difference": 0.1, "low": -0.1, "high": 0.3, "p_value": 0.3, "p_adjusted": 0.6}
    compare |= {"verdict": "no significant change", "answers_needed": 800}
    server.replies = [Reply(figures(row(40, 0.25, 0.1, 0.4, compare=compare))), Reply([CARD])]

    frame = connect(server.url, KEY).estimates("nps", start=date(2026, 11, 1), end="2026-11-30", compare="previous")

    assert server.asked[0] == "/api/v1/indicators/nps?from=2026-11-01&to=2026-11-30&compare=previous"
    assert frame.loc[0, "difference_low":"answers_needed"].to_dict() == {
        "difference_low": -0.1,
        "difference_high": 0.3,
        "p_value": 0.3,
        "p_adjusted": 0.6,
        "verdict": "no significant change",
        "answers_needed": 800,
    }


def test_no_rows_have_the_columns_and_types_of_some(server: Server) -> None:
    one = row(1, 0.5, 0.1, 0.9, dimensions={"day": "2026-11-01"})
    server.replies = [Reply(figures()), Reply([CARD]), Reply(figures(one))]
    aisance = connect(server.url, KEY)

    none, some = aisance.estimates("nps", by="day"), aisance.estimates("nps", by="day")

    assert (len(none), len(some)) == (0, 1)
    assert none.dtypes.drop("day").to_dict() == some.dtypes.drop("day").to_dict()
    assert none["day"].dtype.kind == some["day"].dtype.kind == "M"


def test_the_definition_of_another_version_is_not_told(server: Server) -> None:
    server.replies = [Reply({**figures(), "version": 1}), Reply([CARD])]

    assert connect(server.url, KEY).estimates("nps", version=1).attrs["definition"] is None


def test_what_is_wrong_comes_in_the_words_of_the_server(server: Server) -> None:
    wrong = {"detail": "by: “color” is not known.", "field": "by", "value": "color", "possible": ["channel"]}
    server.replies = [Reply(wrong, 422)]

    with pytest.raises(AisanceError, match="“color” is not known") as problem:
        connect(server.url, KEY).estimates("nps", by="color")

    error = problem.value
    assert (error.status, error.field, error.value, error.possible) == (422, "by", "color", ("channel",))


def test_a_server_that_is_busy_is_waited_for(server: Server) -> None:
    busy = Reply({"detail": "Too many requests."}, 429, {"Retry-After": "7"})
    server.replies = [busy, Reply({"detail": "Down."}, 503), Reply([CARD])]
    waited: list[float] = []
    wire = Wire(server.url, KEY, language="en", timeout=5, insecure=False, pause=waited.append)

    assert Aisance(wire).indicators()["indicator"].tolist() == ["nps"]
    assert waited == [7.0, 5.0]


def test_a_server_that_stays_busy_is_left_alone(server: Server) -> None:
    server.replies = [Reply({"detail": "Too many requests."}, 429, {"Retry-After": "50"})]
    waited: list[float] = []
    wire = Wire(server.url, KEY, language="en", timeout=5, insecure=False, pause=waited.append)

    with pytest.raises(AisanceError, match="Too many requests") as problem:
        wire.get("/indicators")

    assert waited == [50.0, 50.0]
    assert problem.value.status == 429


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"<h1>Welcome</h1>"), "is not Aisance"),
        (Reply(b"<h1>Bad gateway</h1>", 502), "answered with status 502"),
        (Reply(b"", 302, {"Location": "https://elsewhere.example/"}), "sends on to https://elsewhere.example/"),
    ],
)
def test_what_is_no_answer_is_said_plainly(server: Server, reply: Reply, said: str) -> None:
    server.replies = [reply]

    with pytest.raises(AisanceError, match=said):
        connect(server.url, KEY).indicators()

    assert len(server.asked) == 1


def test_nobody_at_the_address_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers
        port = taken.getsockname()[1]

        with pytest.raises(AisanceError, match=rf"^http://127.0.0.1:{port} cannot be reached") as problem:
            connect(f"http://127.0.0.1:{port}/", KEY).indicators()

    assert problem.value.status is None


def test_a_slow_server_is_said_plainly() -> None:
    with socket.socket() as slow:
        slow.bind(("127.0.0.1", 0))
        slow.listen()

        with pytest.raises(AisanceError, match=r"took longer than 0\.2 s"):
            connect(f"http://127.0.0.1:{slow.getsockname()[1]}", KEY, timeout=0.2).indicators()


@pytest.mark.parametrize("url", ["aisance.example", "ftp://aisance.example", "https://", ""])
def test_an_address_must_be_one(url: str) -> None:
    with pytest.raises(AisanceError, match="is not an address"):
        connect(url, KEY)


def test_the_key_does_not_travel_readable() -> None:
    with pytest.raises(AisanceError, match="use https, or insecure=True"):
        connect("http://aisance.example", KEY)
    with pytest.raises(AisanceError, match="holds a name or a password"):
        connect("https://claire:secret@aisance.example", KEY)

    assert repr(connect("http://aisance.example/", KEY, insecure=True)) == "<Aisance at http://aisance.example>"
    assert repr(connect("http://localhost:8000", KEY)) == "<Aisance at http://localhost:8000>"


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "clé"])
def test_a_key_that_cannot_be_one_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(AisanceError, match=r"^The key is not one of Aisance") as problem:
        connect("https://aisance.example", key)

    assert not key or key not in str(problem.value)


def test_the_key_shows_nowhere(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.replies = [Reply([CARD])]
    aisance = connect(server.url, KEY)

    with caplog.at_level(logging.DEBUG):
        aisance.indicators()

    assert KEY not in caplog.text
    assert KEY not in repr(vars(aisance._wire)) + repr(vars(aisance._wire._session))
    with pytest.raises(TypeError, match="not written into files"):
        pickle.dumps(aisance)


def test_words_are_those_of_the_address() -> None:
    assert words(
        by="channel",
        start=datetime(2026, 11, 1, 8, tzinfo=UTC),
        compare=(date(2025, 11, 1), "2025-11-30"),
        where={"channel": ["phone", "chat"]},
        against={"unit": "namur"},
        version=2,
        cluster=None,
    ) == {
        "by": ["channel"],
        "from": ["2026-11-01"],
        "compare": ["2025-11-01..2025-11-30"],
        "against": ["unit:namur"],
        "version": ["2"],
        "channel": ["phone", "chat"],
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": [1]}, "by: a word or a list of words"),
        ({"start": 20261101}, "start: a day such as"),
        ({"compare": ("2026-01-01",)}, "compare: “previous” or a pair"),
        ({"where": {"from": "2026-01-01"}}, "where: “from” is no filter"),
        ({"where": {"channel": []}}, "where: no channel is given"),
    ],
)
def test_what_the_server_could_misunderstand_is_refused_here(asked: dict[str, object], said: str) -> None:
    with pytest.raises(AisanceError, match=said):
        words(**asked)  # type: ignore[arg-type]  # wrong on purpose


STANDS_ALONE = """
import sys
for room in ("django", "ninja", "duckdb", "ibis", "pyarrow", "numpy"):
    sys.modules[room] = None
import aisance.client
rooms = {name.split(".")[1] for name in sys.modules if name.startswith("aisance.")}
print(sorted(rooms), "pandas" in sys.modules)
"""


def test_the_client_needs_no_other_room_and_loads_no_table_library() -> None:
    done = subprocess.run([sys.executable, "-c", STANDS_ALONE], capture_output=True, text=True, check=False)

    assert done.stdout == "['client'] False\n", done.stderr


def test_a_plan_is_asked_in_fractions(server: Server) -> None:
    need = {"wish": 0.05, "in_all": 369, "more": 269, "weeks": 11}
    said = {"n": 100, "value": 0.6, "half_width": 0.1, "answers_a_week": 25.0, "precision": need, "change": None}
    server.replies = [Reply(said)]

    plan = connect(server.url, KEY).needed("resolved", precision=0.05, where={"unit": "lille"})

    assert server.asked == ["/api/v1/indicators/resolved/needed?precision=0.05&unit=lille"]
    assert (plan.n, plan.answers_a_week, plan.change) == (100, 25.0, None)
    assert plan.precision == Need(0.05, 369, 269, 11)


def test_drifts_are_weeks_in_a_frame(server: Server) -> None:
    numbers = {"version": 1, "n": 40, "value": -0.4, "expected": 0.5, "low": 0.2, "high": 0.8}
    words = {"indicator": "nps", "unit": "lille", "unit_of_value": "points", "week": "2026-10-12"}
    one = {**words, **numbers, "direction": "below", "seen": False}
    server.replies = [Reply({"indicators": ["nps"], "rows": [one]}), Reply({"indicators": ["nps"], "rows": []})]
    aisance = connect(server.url, KEY)

    some, none = aisance.drifts("nps", seen=False), aisance.drifts()

    assert server.asked == ["/api/v1/drifts?indicator=nps&seen=no", "/api/v1/drifts"]
    assert some.loc[0, ["unit", "direction", "value"]].tolist() == ["lille", "below", -0.4]
    assert some["week"].dt.strftime("%d/%m").tolist() == ["12/10"]
    numbered = ["value", "expected", "low", "high", "n", "version"]
    assert some[numbered].dtypes.to_dict() == none[numbered].dtypes.to_dict()


def test_channels_stand_beside_each_other_raw_and_for_the_same_reasons(server: Server) -> None:
    raw = {"n": 40, "value": 0.5, "low": 0.3, "high": 0.7, "ranks": [1, 2], "masked": False}
    few = {"n": 3, "value": None, "low": None, "high": None, "ranks": None, "masked": True}
    rows = [
        {"channel": "chat", "contacts": 90, "raw": raw, "standardised": {**raw, "n": 30}},
        {"channel": "web", "contacts": 9, "raw": few, "standardised": None},
    ]
    server.replies = [Reply({"indicator": "net_easy", "version": 1, "mix": {"of": "contacts"}, "rows": rows})]

    found = connect(server.url, KEY).channels(start="2026-11-01", where={"unit": "lille"}).set_index("channel")

    assert server.asked == ["/api/v1/channels?from=2026-11-01&unit=lille"]
    assert found.loc["chat", ["n", "standard_n", "best_rank", "worst_rank"]].tolist() == [40, 30, 1, 2]
    assert found.loc["web", ["value", "standard_value"]].isna().all()
    assert found.attrs["mix"] == {"of": "contacts"}


def test_suggestions_keep_their_caveat(server: Server) -> None:
    server.replies = [Reply({"indicator": "net_easy", "version": 1, "moved": 0.1, "caveat": "Mind.", "rows": []})]

    found = connect(server.url, KEY).suggestions()

    assert (len(found), found.attrs["caveat"]) == (0, "Mind.")
    assert {"reason", "channel", "instead_of", "gain_low"} <= set(found.columns)


def test_a_journey_is_a_row_a_step(server: Server) -> None:
    share = {"n": 20, "value": 0.3, "low": 0.1, "high": 0.5, "masked": False, "verdict": None}
    levels = {"none": 10, "light": 4, "sweat": 4, "headache": 2}
    told = {"step": "pay", "name": "Pay", "source": "effort_4", "n": 20, "levels": levels, "contacts": 50}
    shares = {"sweat_or_worse": share, "satisfied": {**share, "value": None}, "abandoned": share}
    step = {**told, **shares, "share_of_effort": {"value": 1.0, "low": 1.0, "high": 1.0}}
    bare = {**step, "step": "order", "levels": None, "share_of_effort": None}
    server.replies = [Reply({"journey": "help", "steps": [step, bare]})]

    found = connect(server.url, KEY).journey_map("help", where={"channel": ["phone"]}).set_index("step")

    assert server.asked == ["/api/v1/journeys/help/map?channel=phone"]
    assert found.loc["pay", ["none", "headache", "sweat_or_worse_high", "share_of_effort"]].tolist() == [
        10,
        2,
        0.5,
        1.0,
    ]
    assert found.loc["order", ["none", "share_of_effort", "satisfied"]].isna().all()


def test_weightings_have_their_columns_where_there_are_none(server: Server) -> None:
    server.replies = [Reply([])]

    assert list(connect(server.url, KEY).weightings().columns) == ["code", "name", "targets", "least", "most"]
