"""The languages of a questionnaire: which it has, what is missing in each, which words stand in. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf.locale import LANG_INFO

from aisance.core.translated import LANGUAGES
from aisance.surveys.questionnaires.contracts import Content, Item, Words
from aisance.surveys.questionnaires.edits import texts_of
from aisance.surveys.questionnaires.rules import item_as_json

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

# The names of languages in themselves, for a list to choose from; any other code can be written by hand.
NAMES = {code: str(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a questionnaire is written in a language; `missing` holds the keys of `texts_of`."""

    language: str
    written: int
    count: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def languages_of(content: Content) -> list[str]:
    """The languages of a questionnaire, those of its title, be it still empty: the usual one, then those of the house.

    >>> languages_of(Content({"es": "Título", "ar": "", "fr": "Titre"}, "es", ()))
    ['es', 'fr', 'ar']
    """
    others = sorted(set(content.title) - {content.language}, key=lambda code: (code not in LANGUAGES, code))
    return [content.language, *others]


def direction(language: str) -> str:
    """How a language is written: `rtl` from right to left, else `ltr`.

    >>> direction("ar-eg"), direction("fr")
    ('rtl', 'ltr')
    """
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """A language under its own name, and a code that nobody knows as it is.

    >>> language_name("ar"), language_name("nl-be"), language_name("zz")
    ('العربيّة', 'Nederlands (be)', 'zz')
    """
    if code in NAMES:
        return NAMES[code][:1].upper() + NAMES[code][1:]
    stem, _dash, region = code.partition("-")
    return f"{language_name(stem)} ({region})" if region and stem in NAMES else code


def coverage(content: Content) -> list[Coverage]:
    """How far each language is written, against the texts that the usual one has."""
    texts = texts_of(content)
    found = []
    for language in languages_of(content):
        missing = tuple(key for key, words in texts.items() if not words.get(language, "").strip())
        found.append(Coverage(language, len(texts) - len(missing), len(texts), missing))
    return found


def text_in(words: Words, language: str, usual: str) -> str:
    """A text in a language, else in that language without its region, else in the usual one of the questionnaire.

    >>> text_in({"en": "Why?", "fr": ""}, "fr-be", "en")
    'Why?'
    """
    return words.get(language, "") or words.get(language.split("-")[0], "") or words.get(usual, "")


def filled_item(item: Item, languages: Iterable[str], usual: str) -> Item:
    """An item in which every language has words: where its own are missing those of the usual language stand in."""
    languages = list(languages)

    def filled(words: Words) -> Words:
        return {language: text_in(words, language, usual) for language in languages} if any(words.values()) else {}

    options = tuple(replace(option, wording=filled(option.wording)) for option in item.options)
    return replace(item, wording=filled(item.wording), help=filled(item.help), options=options)


def questions_of(content: Content) -> list[dict[str, Any]]:
    """The items as a version of a programme keeps them, every language of the questionnaire filled in."""
    languages = languages_of(content)
    return [item_as_json(filled_item(item, languages, content.language)) for item in content.items]
