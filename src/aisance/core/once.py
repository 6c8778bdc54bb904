"""While a page is drawn, one question is asked once: its many parts each ask for themselves, and know no other."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.utils.translation import get_language

type Key = tuple[Hashable, ...]

_answers: ContextVar[dict[Key, tuple[Any, Any]] | None] = ContextVar("answers_of_one_drawing", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Inside, what bears `asked_once` is asked once for the same arguments. For drawing only: nothing may be written.

    A drawing within another one is a part of it.
    """
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once[**P, T](question: Callable[P, T]) -> Callable[P, T]:
    """A reading whose answer may stand while a page is drawn. Whoever gets it changes nothing in it."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = _key(asked, args, kwargs)
        if key not in answers:
            # The arguments are kept with the answer, so that no other object comes by the identity of one of them.
            answers[key] = (question(*args, **kwargs), (args, kwargs))
        found: T = answers[key][0]
        return found

    return asked


def know[**P, T](question: Callable[P, T], answer: T, *args: P.args, **kwargs: P.kwargs) -> None:
    """While a page is drawn: the answer to a question is at hand already."""
    answers = _answers.get()
    if answers is not None:
        answers[_key(question, args, kwargs)] = (answer, (args, kwargs))


def _key(question: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Key:
    """Names are told in the reader's language, which is part of what was asked."""
    return (question, get_language(), *map(_part, args), *((name, _part(kwargs[name])) for name in sorted(kwargs)))


def _part(argument: Any) -> Hashable:
    """An argument by its value, or by its identity where it has none that lasts."""
    try:
        hash(argument)
    except TypeError:
        return id(argument)
    return argument  # type: ignore[no-any-return]  # it has a hash
