import doctest
from importlib import import_module
from pathlib import Path

import pytest

import aisance.verbatims
from aisance.verbatims.reading.lemmas import lemma

HOME = Path(aisance.verbatims.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(("aisance.verbatims", *file.relative_to(HOME).with_suffix("").parts))
    for file in HOME.rglob("*.py")
    if ">>> " in file.read_text(encoding="utf-8") and "tests" not in file.parts
)


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_in_the_modules_hold(module: str) -> None:
    result = doctest.testmod(import_module(module))

    assert result.failed == 0 < result.attempted


@pytest.mark.parametrize("word", ["cancelled", "cancelling", "cancels", "cancel"])
def test_a_form_with_two_l_is_of_the_same_word(word: str) -> None:
    assert lemma(word, "en") == "cancel"
