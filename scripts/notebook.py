"""Run the cells of docs/tutorial/analyst.ipynb against a running Aisance, and keep what they say.

    AISANCE_URL=http://127.0.0.1:8000 AISANCE_KEY=... python scripts/notebook.py

Made against the demo company; a test runs the same cells against an installation of its own.
"""

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "tutorial" / "analyst.ipynb"


def main() -> None:
    if missing := [name for name in ("AISANCE_URL", "AISANCE_KEY") if not os.environ.get(name)]:
        sys.exit(f"Set {' and '.join(missing)}: the address of a running Aisance, and a key that may see indicators.")
    notebook = json.loads(NOTEBOOK.read_text())
    names: dict[str, Any] = {}
    for number, cell in enumerate(code_cells(notebook), start=1):
        cell["execution_count"] = number
        cell["outputs"] = run("".join(cell["source"]), names, number)
    NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells with code, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(code: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The outputs of a cell: what it printed, and the value of its last line where that is an expression."""
    tree = ast.parse(code)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"cell {number}", "exec"), names)
        value = eval(compile(last, f"cell {number}", "eval"), names) if last else None
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    if value is not None:
        outputs.append(
            {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": shown(value)}
        )
    return outputs


def shown(value: Any) -> dict[str, list[str]]:
    """A value as text, and as HTML where it can."""
    data = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_().splitlines(keepends=True)
    return data


if __name__ == "__main__":
    main()
