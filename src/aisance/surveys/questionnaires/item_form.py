"""What the page of one item sends: its words, what belongs to its kind, its options and its conditions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.surveys.contracts import SCALES, Scale
from aisance.surveys.questionnaires.checks import CODE, OPTION_CODE
from aisance.surveys.questionnaires.contracts import Condition, Content, Item, ItemKind, Option, ShowIf, Test, Words
from aisance.surveys.questionnaires.describing import MATRIX_SCALES, SCALE_NAMES, TEST_NAMES
from aisance.surveys.questionnaires.edits import mark_of
from aisance.surveys.questionnaires.forms import TEXT_AT_MOST, speak, text_field
from aisance.surveys.questionnaires.kinds import WITH_OPTIONS, YES_OR_NO
from aisance.surveys.questionnaires.languages import language_name
from aisance.surveys.questionnaires.rules import plain_number
from aisance.surveys.rules import Own, fitting_scales

BLANK_OPTIONS, BLANK_CONDITIONS, ROWS_AT_MOST = 3, 1, 60
LANGUAGES_SIDE_BY_SIDE = 2
RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|to|à|\.\.)\s*(\d{1,3})", re.ASCII)
HIGHEST_POINT = 100


class OptionForm(forms.Form):
    """One option of an item, in up to two languages; a row without words is no option."""

    all_optional = True

    place = forms.IntegerField(label=pgettext_lazy("order", "Place"), min_value=0, max_value=999, required=False)
    code = text_field(_("Code"), limit=40)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = languages
        for language in languages:
            self.fields[f"words_{language}"] = text_field(language_name(language), limit=TEXT_AT_MOST)
            speak(self[f"words_{language}"], language)

    def clean_code(self) -> str:
        """A code that a file can bear."""
        code = str(self.cleaned_data["code"]).strip()
        if code and not OPTION_CODE.fullmatch(code):
            raise forms.ValidationError(_("Letters, digits, “_”, “-” and “.” only."))
        return code

    def words(self) -> Words:
        """The words of the row, by language."""
        texts = {code: self.cleaned_data.get(f"words_{code}", "") for code in self.codes}
        return {code: text for code, text in texts.items() if text}


class ConditionForm(forms.Form):
    """One condition: what it looks at, how it compares, with what. A row that looks at nothing is no condition."""

    all_optional = True

    of = forms.ChoiceField(label=pgettext_lazy("condition", "What"), required=False)
    test = forms.ChoiceField(label=pgettext_lazy("condition", "How"), choices=list(TEST_NAMES.items()), required=False)
    values = text_field(pgettext_lazy("condition", "With what"), limit=300)

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, Any]], words: Mapping[str, Mapping[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "–"), *places]  # type: ignore[attr-defined]  # it is a field of choices
        self.by_words = {
            place: {name.casefold(): code for code, name in names.items()} for place, names in words.items()
        }

    def condition(self) -> Condition | None:
        """What the row says; values may be codes or the words shown for them."""
        data = self.cleaned_data
        if not data.get("of"):
            return None
        test = Test(data.get("test") or Test.IN)
        if test in {Test.ANSWERED, Test.NOT_ANSWERED}:
            return Condition(data["of"], test)
        by_words = self.by_words.get(data["of"], {})
        values = [part.strip() for part in data.get("values", "").replace(";", ",").split(",") if part.strip()]
        known = [by_words.get(one.casefold(), one) for one in values]
        return Condition(data["of"], test, tuple(_value(one) for part in known for one in _each_of(part)))


def _each_of(text: str) -> list[str]:
    """The points of a range, as “0-6” or “0 to 6” is written for the low scores; else the text alone.

    >>> _each_of("0-3"), _each_of("8 à 10"), _each_of("-3"), _each_of("o-2")
    (['0', '1', '2', '3'], ['8', '9', '10'], ['-3'], ['o-2'])
    """
    found = RANGE.fullmatch(text)
    low, high = (int(found[1]), int(found[2])) if found else (1, 0)
    return [str(point) for point in range(low, high + 1)] if low < high <= HIGHEST_POINT else [text]


def _value(text: str) -> str | int | float:
    """Numbers as numbers, so that the content reads well; a comma of decimals has been taken for a separator."""
    number = plain_number(text)
    if number is None:
        return text
    return int(number) if number.is_integer() else number


class ItemForm(forms.Form):
    """One item: its words in up to two languages, what belongs to its kind, its options and conditions."""

    def __init__(
        self, data: Any = None, *, item: Item, content: Content, own: Own, languages: Sequence[str], **rows: Any
    ) -> None:
        super().__init__(data, initial=_initial(item, languages))
        self.item_before, self.codes, self.usual = item, list(languages), content.language
        self._add_words(content)
        self._add_answers(own)
        self.options = _rows(
            OptionForm, data, "option", _option_rows(item, languages), BLANK_OPTIONS, languages=languages
        )
        conditions = _condition_rows(item.show_if)
        self.conditions = _rows(ConditionForm, data, "condition", conditions, BLANK_CONDITIONS, **rows)
        self.fields["mark"] = forms.CharField(widget=forms.HiddenInput(), initial=mark_of(item), required=False)

    def _add_words(self, content: Content) -> None:
        for code in self.codes:
            name = {"language": language_name(code)}
            self.fields[f"wording_{code}"] = text_field(
                _("Question (%(language)s)") % name, rows=2, required=code == content.language
            )
            self.fields[f"help_{code}"] = text_field(_("Help below it (%(language)s)") % name)
            speak(self[f"wording_{code}"], code)
            speak(self[f"help_{code}"], code)

    def _add_answers(self, own: Own) -> None:
        item = self.item_before
        if item.kind in set(ItemKind):
            help_text = _("Answers are kept under it; small letters, digits and underscores.")
            self.fields["code"] = text_field(_("Code"), limit=40, required=True, help_text=help_text)
        scales = _scales(item, own)
        if len(scales) > 1:
            choices = [(scale.code, SCALE_NAMES.get(scale.code, scale.code)) for scale in scales]
            self.fields["scale"] = forms.ChoiceField(label=_("Scale"), choices=choices)
        if item.kind not in YES_OR_NO:
            self.fields["required"] = forms.BooleanField(label=_("Must be answered"), required=False)
        if item.kind in {ItemKind.NUMBER, ItemKind.MULTIPLE}:
            number = item.kind == ItemKind.NUMBER
            low = _("Smallest number") if number else _("Tick at least")
            high = _("Largest number") if number else _("Tick at most")
            self.fields["minimum"] = forms.FloatField(label=low, required=False)
            self.fields["maximum"] = forms.FloatField(label=high, required=False)
        how = [("all", _("all of these hold")), ("any", _("any of these holds"))]
        self.fields["of_them"] = forms.ChoiceField(label=_("Show it when"), choices=how, required=False)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the page: words, help, answers."""
        words = [self[f"wording_{code}"] for code in self.codes]
        helps = [self[f"help_{code}"] for code in self.codes]
        answers = [self[name] for name in ("scale", "minimum", "maximum", "required", "code") if name in self.fields]
        return [("words", words), ("help", helps), ("answers", answers)]

    def is_valid(self) -> bool:
        """The form with all of its rows."""
        rows = [form.is_valid() for form in (*self.options, *self.conditions)]
        return super().is_valid() and all(rows)

    def clean_code(self) -> str:
        """A code under which answers can be kept."""
        code = str(self.cleaned_data["code"]).strip()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Small letters, digits and underscores, beginning with a letter."))
        return code

    def refuse_code(self) -> None:
        """Say that another item has the code already."""
        self.add_error("code" if "code" in self.fields else None, _t("Another question has this code."))

    @property
    def mark(self) -> str:
        """The mark of the item as it was shown."""
        return str(self.data.get("mark", ""))

    def item(self) -> Item:
        """The item that the form says, as far as its fields are valid; words of other languages stay as they are."""
        data, before = self.cleaned_data, self.item_before
        conditions = [one for form in self.conditions if (one := form.condition()) is not None]
        return replace(
            before,
            code=data.get("code") or before.code,
            wording=self._merged("wording", before.wording),
            help=self._merged("help", before.help),
            scale=data.get("scale", before.scale),
            options=self._options() if before.kind in WITH_OPTIONS else (),
            required=data.get("required", False),
            minimum=_whole(data.get("minimum")),
            maximum=_whole(data.get("maximum")),
            show_if=ShowIf(tuple(conditions), "any" if conditions and data.get("of_them") == "any" else "all"),
        )

    def _merged(self, name: str, before: Words) -> Words:
        others = {code: text for code, text in before.items() if code not in self.codes}
        texts = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.codes}
        return {**others, **{code: text for code, text in texts.items() if text}}

    def _options(self) -> tuple[Option, ...]:
        held = {option.code: option.wording for option in self.item_before.options}
        rows: list[tuple[int, Option]] = []
        taken = {form.cleaned_data.get("code") for form in self.options if form.words()}
        for number, form in enumerate(self.options):
            words = form.words()
            if not words:
                continue
            code = form.cleaned_data.get("code") or _free(_code_of(words, self.usual, number), taken)
            taken.add(code)
            others = {key: text for key, text in held.get(code, {}).items() if key not in self.codes}
            place = form.cleaned_data.get("place")
            rows.append((number + 1 if place is None else place, Option(code, {**others, **words})))
        return tuple(option for _place, option in sorted(rows, key=lambda row: row[0]))


def _whole(number: float | None) -> float | None:
    return int(number) if number is not None and number == int(number) else number


def _scales(item: Item, own: Own) -> list[Scale]:
    if item.kind == ItemKind.MATRIX:
        return [SCALES[code] for code in MATRIX_SCALES]
    return fitting_scales(item.kind, own) if item.kind not in set(ItemKind) else []


def _initial(item: Item, languages: Iterable[str]) -> dict[str, Any]:
    words = {f"wording_{code}": item.wording.get(code, "") for code in languages}
    helps = {f"help_{code}": item.help.get(code, "") for code in languages}
    of_them = item.show_if.of_them
    plain = {name: getattr(item, name) for name in ("code", "scale", "required", "minimum", "maximum")}
    return {**words, **helps, **plain, "of_them": of_them}


def _option_rows(item: Item, languages: Iterable[str]) -> list[dict[str, Any]]:
    languages = list(languages)
    return [
        {
            "place": number,
            "code": option.code,
            **{f"words_{code}": option.wording.get(code, "") for code in languages},
        }
        for number, option in enumerate(item.options, start=1)
    ]


def _condition_rows(show_if: ShowIf) -> list[dict[str, Any]]:
    return [
        {"of": one.of, "test": one.test.value, "values": ", ".join(map(str, one.values))} for one in show_if.conditions
    ]


def _rows[F: forms.Form](
    form: type[F], data: Any, prefix: str, initial: Sequence[dict[str, Any]], blank: int, **kwargs: Any
) -> list[F]:
    """One form a row: those there are and a few blank ones; as many as were sent where something was sent."""
    count = len(initial) + blank
    if data is not None:
        sent = [key.split("-")[1] for key in data if key.startswith(f"{prefix}-")]
        count = min(ROWS_AT_MOST, max((int(number) + 1 for number in sent if number.isdecimal()), default=0))
    rows = [*initial, *({} for _blank in range(count))][:count]
    return [form(data, prefix=f"{prefix}-{index}", initial=row, **kwargs) for index, row in enumerate(rows)]


def _code_of(words: Words, usual: str, number: int) -> str:
    """A code made of the first words in letters that a code may hold, else of the place."""
    text = words.get("en") or words.get(usual) or next(iter(words.values()))
    return slugify(text)[:24].strip("-").replace("-", "_") or f"o{number + 1}"


def _free(code: str, taken: Iterable[Any]) -> str:
    taken, stem, number = set(taken), code, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code
