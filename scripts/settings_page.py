"""Write docs/reference/settings.md from the typed settings; a test holds the two together."""

from pathlib import Path

from aisance.project.environment import Environment, variable_name

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"


def page() -> str:
    lines = ["# Settings", "", "Read once, from the environment. Made by `scripts/settings_page.py`; do not edit.", ""]
    lines += ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Environment.model_fields.items():
        default = "" if field.default_factory or field.default == "" else f"`{field.default}`"
        lines.append(f"| `{variable_name(name)}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
