"""Sentences of the program with fields, so that the window can show them in another language.

A :class:`Message` is the English sentence, a ``str`` like any other; it remembers the template and the fields it was
built from. The command line and files use it unchanged. The window translates the template and formats the fields for
its language. Texts of users are fields and never templates.
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

_PLAIN = frozenset((str, int, float))
_PLURAL = re.compile(r"\((e?s)\)")
_FIELD = re.compile(r"\\\{(\w+)(?::,)?\\\}")


class Message(str):
    """An English sentence that remembers its template and its fields.

    Attributes:
        template: The sentence with its fields in braces, in the notation of :meth:`str.format`; without fields, the
            sentence itself. With a field ``n``, ``(s)`` and ``(es)`` stand for the plural.
        fields: Their values: numbers, texts, None, and messages, which are translated too. Every other value is kept
            as it looks, so that a message can be sent to other processes.
    """

    template: str
    fields: Mapping[str, Any]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        """Fill the fields in."""
        kept = {
            name: value if type(value) in _PLAIN else _kept(name, value, template) for name, value in fields.items()
        }
        made = super().__new__(cls, filled(template, kept))
        made.template, made.fields = template, kept
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], Mapping[str, Any]]:
        """Return the arguments that rebuild it when it is pickled or copied."""
        return (self.template,), self.fields


class Remedy(Message):
    """What to do, in the words of the place where the person is.

    It is a sentence for the command line, like any other message.

    Attributes:
        window: The template of what to do in the window.
    """

    window: str

    def __new__(cls, template: str, window: str, /, **fields: object) -> Self:
        """Fill the fields into the sentence for the command line."""
        made = super().__new__(cls, template, **fields)
        made.window = window
        return made

    def in_window(self) -> Message:
        """Return what to do in the window."""
        return Message(self.window, **self.fields)

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], Mapping[str, Any]]:
        """Return the arguments that rebuild it when it is pickled or copied."""
        return (self.template, self.window), self.fields


class Shown(str):
    """The ``repr`` of a value that is neither a number nor a text.

    Attributes:
        quoted: What ``repr`` returned for it.
    """

    quoted: str

    def __new__(cls, text: str, quoted: str) -> Shown:
        """Take both forms."""
        made = super().__new__(cls, text)
        made.quoted = quoted
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], Mapping[str, Any]]:
        """Return the arguments that rebuild it when it is pickled or copied."""
        return (str(self), self.quoted), {}

    def __repr__(self) -> str:
        """Return the quoted form."""
        return self.quoted


def is_plural(template: str) -> bool:
    """Whether the wording of ``template`` depends on its number ``n``."""
    return "s)" in template and "{n" in template and _PLURAL.search(template) is not None


def filled(template: str, fields: Mapping[str, Any]) -> str:
    """Return ``template`` with its fields filled in, in the plural that its number ``n`` takes."""
    if not fields:
        return template
    if is_plural(template):
        template = _PLURAL.sub("" if fields["n"] == 1 else r"\1", template)
    return template.format(**fields)


def for_json(value: Any) -> Any:
    """Return ``value`` with every message in it as its template and fields, which :func:`as_message` reads."""
    if isinstance(value, Remedy):
        return {"template": value.template, "window": value.window, "fields": for_json(value.fields)}
    if isinstance(value, Message):
        return {"template": value.template, "fields": for_json(value.fields)}
    if isinstance(value, Mapping):
        return {key: for_json(one) for key, one in value.items()}
    return [for_json(one) for one in value] if isinstance(value, list | tuple) else value


def as_message(stored: dict[str, Any]) -> Any:
    """Return the message that an object of JSON is, any other object as it is; an ``object_hook`` of ``json``."""
    if stored.keys() == {"template", "window", "fields"}:
        return Remedy(stored["template"], stored["window"], **stored["fields"])
    return Message(stored["template"], **stored["fields"]) if stored.keys() == {"template", "fields"} else stored


def joined(parts: Iterable[str], by: str = " ") -> str:
    """Return the parts that are not empty as one message, e.g. one sentence after the other."""
    present = [part for part in parts if part]
    if len(present) == 1:
        return present[0]
    names = [f"part{number}" for number in range(len(present))]
    return Message(by.join(f"{{{name}}}" for name in names), **dict(zip(names, present, strict=True)))


def listed(parts: Sequence[str], most: int) -> str:
    """Return the first ``most`` of some names, and how many more there are."""
    shown = joined(parts[:most], ", ")
    return Message("{shown} and {more:,} more", shown=shown, more=len(parts) - most) if len(parts) > most else shown


def from_table(text: str) -> Message:
    """Return a text that a table declares, such as that of an action; translations know it from there."""
    return Message(text)


def recognized(text: str, templates: Sequence[str]) -> str:
    """Return ``text``, e.g. from a project file, as a message of the first of ``templates`` that it follows, if any."""
    for template in templates:
        pattern = _FIELD.sub(r"(?P<\1>.+?)", re.escape(template)).replace(r"\(s\)", "s?")
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return Message(template, **{name: _read(one, templates) for name, one in found.groupdict().items()})
    return text


def _read(text: str, templates: Sequence[str]) -> int | str:
    digits = text.replace(",", "")
    return int(digits) if digits.isdecimal() else recognized(text, templates)


def _kept(name: str, value: object, template: str) -> object:
    inner = getattr(value, "message", None)  # an AnnotatorError is its sentence
    if isinstance(inner, Message):
        return inner
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, numbers.Integral):  # of NumPy
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return Shown(str(value), repr(value)) if f"{{{name}!r" in template else str(value)
