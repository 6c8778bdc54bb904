"""The door for analysts against a real installation: the figures of the API, and the notebook that shows them."""

import json
import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aisance.client import AisanceError, connect
from tests.installation import Installation, wait_for

pytestmark = pytest.mark.sqlite_only

ROOT = Path(__file__).parent.parent
NOTEBOOK = runpy.run_path(str(ROOT / "scripts" / "notebook.py"))

BELGIUM = """
from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import Unit
from aisance.accounts.services import add_unit
from aisance.core.permissions import system_viewer

root = Unit.objects.get(parent__isnull=True)
add_unit(code="belgium", name="Belgium", kind=UnitKind.COUNTRY, parent_id=root.pk, by=system_viewer("test"))
"""


def _answers(path: Path) -> Path:
    """On the phone 60 easy and 40 difficult answers, by chat 5 easy ones; and all would recommend."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    rows = ["source,external_id,answered_at,question,score,channel"]
    for number in range(105):
        channel, ease = ("phone" if number < 100 else "chat"), (7 if 60 <= number < 100 else 1)
        rows.append(f"before,{number},{yesterday},net_easy,{ease},{channel}")
        rows.append(f"before,{number},{yesterday},nps,9,{channel}")
    path.write_text("\n".join(rows))
    return path


def _has(installation: Installation, answers: int) -> bool:
    try:
        _, said = installation.call("GET", "/indicators/net_easy")
    except OSError:  # a server that has just started takes its time on a busy machine
        return False
    return bool(said["rows"][0]["n"] == answers)


@pytest.fixture(scope="module")
def company(installation_of_module: Installation) -> Installation:
    """Serving, with a hundred answers."""
    installation = installation_of_module
    installation.python(BELGIUM)
    done = installation.aisance("import", "responses", str(_answers(installation.home / "before.csv")))
    assert done.returncode == 0, done.stderr
    installation.serve()
    wait_for("the answers", lambda: _has(installation, 105), seconds=120)
    return installation


def test_an_analyst_reads_what_the_api_says(company: Installation) -> None:
    aisance = connect(company.url, company.key)

    ease = aisance.estimates("net_easy", by="channel").set_index("channel")

    _, said = company.call("GET", "/indicators/net_easy?by=channel")
    assert {row["dimensions"]["channel"]: row["low"] for row in said["rows"] if row["low"]} == {
        "phone": ease.loc["phone", "low"]
    }
    assert ease.loc["phone", ["n", "value"]].tolist() == [100, 0.2]
    assert (ease.loc["chat", "n"], ease.loc["chat", "masked_under"]) == (5, 10)
    assert ease["value"].isna().to_dict() == {"phone": False, "chat": True}
    assert ease.attrs["definition"]["title"] == "Net Easy"
    assert aisance.estimates("net_easy", start="2020-01-01", end="2020-12-31")["n"].tolist() == [0]
    assert {"nps", "net_easy"} <= set(aisance.indicators()["indicator"])
    _refusals(company)
    _other_doors(company)


def _other_doors(company: Installation) -> None:
    aisance = connect(company.url, company.key)
    channels = aisance.channels().set_index("channel")
    assert (channels.loc["phone", "n"], channels.loc["phone", "value"]) == (100, 0.2)
    assert aisance.suggestions().attrs["caveat"].startswith("Customers choose their channel")
    plan = aisance.needed("net_easy", precision=0.05)
    assert plan.n == 105
    assert plan.precision is not None
    assert plan.precision.more == (plan.precision.in_all or 0) - 105
    assert (len(aisance.drifts()), len(aisance.weightings())) == (0, 0)
    with pytest.raises(AisanceError) as problem:
        aisance.journey_map("nowhere")
    assert (problem.value.status, problem.value.field) == (404, "journey")
    with pytest.raises(AisanceError) as problem:
        aisance.drifts("happiness")
    assert (problem.value.status, "nps" in problem.value.possible) == (422, True)


def _refusals(company: Installation) -> None:
    with pytest.raises(AisanceError, match="Il n’y a pas d’indicateur") as problem:
        connect(company.url, company.key, language="fr").estimates("happiness")
    assert problem.value.status == 404
    assert "nps" in problem.value.possible
    with pytest.raises(AisanceError, match="This key is not valid"):
        connect(company.url, "not-a-key").indicators()


def test_the_cells_of_the_notebook_run(company: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISANCE_URL", company.url)
    monkeypatch.setenv("AISANCE_KEY", company.key)
    cells = NOTEBOOK["code_cells"](json.loads(NOTEBOOK["NOTEBOOK"].read_text()))
    names: dict[str, object] = {}

    outputs = [NOTEBOOK["run"]("".join(cell["source"]), names, number) for number, cell in enumerate(cells, start=1)]

    kinds = [[output["output_type"] for output in told] for told in outputs]
    assert kinds == [[output["output_type"] for output in cell["outputs"]] for cell in cells]
    assert company.key not in json.dumps(outputs)


def test_the_notebook_was_run_and_holds_nobody() -> None:
    text = NOTEBOOK["NOTEBOOK"].read_text()
    cells = NOTEBOOK["code_cells"](json.loads(text))

    assert [cell["execution_count"] for cell in cells] == [*range(1, len(cells) + 1)]
    assert all(cell["outputs"] for cell in cells)
    assert "@" not in text
    assert len(text) < 100_000
