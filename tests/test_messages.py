"""Errors and messages: a literal template with named fields, everywhere; what they say, and that they travel."""

from __future__ import annotations

import ast
import copy
import inspect
import json
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from annotator import errors
from annotator.data.importing.foreign import PLACES
from annotator.data.project import batches, history
from annotator.errors import AnnotatorError, FeatureError, ImageError, UnknownPlacesError, sentence
from annotator.gui.text.core_messages import core_words
from annotator.messages import Message, Remedy, as_message, for_json, joined, listed, recognized
from annotator.types import Label

PACKAGE = Path(errors.__file__).parent
MAKERS = ("errors.py", "messages.py")
"""Where templates are handled as values."""
LATER: tuple[str, ...] = ()
"""Packages whose errors are not yet written with templates."""
KINDS = {
    name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, AnnotatorError)
} | {"Message", "Remedy"}  # fmt: skip
COMMAND_LINE = ("cli", "compat", "experiments", "simulate", "verification.py", "cluster")
"""Packages whose errors and messages are shown on the command line only."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every error and message that a module of the program builds, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] in (*MAKERS, *LATER):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in KINDS:
                    yield f"{place}:{node.lineno}", node


def template_of(node: ast.Call) -> str | None:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def test_every_error_and_message_has_a_literal_template() -> None:
    found = list(calls())
    assert len(found) > 400
    assert not [where for where, node in found if template_of(node) is None]


def test_the_fields_of_a_template_are_those_it_is_given() -> None:
    wrong = []
    for where, node in calls():
        given = {word.arg for word in node.keywords}
        if not given or None in given:  # a template without fields is the sentence itself; ** is looked at when it runs
            continue
        fields = {name for _, name, _, _ in string.Formatter().parse(template_of(node) or "") if name is not None}
        if fields != given:
            wrong.append((where, fields ^ given))
    assert not wrong


def test_what_to_do_is_said_in_the_words_of_the_place_where_the_person_is() -> None:
    """Of a Remedy, the window shows the second sentence; anything else is shown in both places."""
    command = re.compile(r"annotator [a-z]+[ -]|(?<![\w-])--[a-z]")
    wrong = []
    for where, node in calls():
        shown = node.args[1:] if getattr(node.func, "id", "") == "Remedy" else node.args[:1]
        texts = [word for part in shown for word in _texts(part)]
        if where.split("/")[0].split(":")[0] not in COMMAND_LINE and any(map(command.search, texts)):
            wrong.append((where, texts))
    assert not wrong


def _texts(node: ast.expr) -> list[str]:
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_a_remedy_travels_with_both_sentences() -> None:
    remedy = Remedy("run {file}", "press {file}", file="x")
    error = FeatureError("{remedy} now", remedy=remedy)
    assert str(error) == "run x now"
    for one in (pickle.loads(pickle.dumps(error)).fields["remedy"], copy.deepcopy(remedy)):
        assert (one, one.window) == ("run x", "press {file}")
    back = json.loads(json.dumps(for_json({"what": remedy})), object_hook=as_message)["what"]
    assert (back, back.window) == ("run x", "press {file}")
    assert core_words(error) == "press x now"


def test_what_a_file_can_say_is_what_the_program_says() -> None:
    said = {template_of(node) for _, node in calls()}
    assert {*history.STEPS, *batches._NOTES} <= said


def test_an_error_says_its_sentence_and_keeps_template_and_fields() -> None:
    error = FeatureError("{path}: {size:,} of {end:,} bytes, {name!r}", path=Path("a b.h5"), size=1234, end=9, name="x")
    assert str(error) == "a b.h5: 1,234 of 9 bytes, 'x'"
    assert error.template == "{path}: {size:,} of {end:,} bytes, {name!r}"
    assert error.fields == {"path": "a b.h5", "size": 1234, "end": 9, "name": "x"}


@pytest.mark.parametrize("text", ["{0}", "{path.__class__}", "100 % {", "}}", "%s", "{path}"])
def test_what_users_call_things_is_no_template(text: str) -> None:
    assert str(FeatureError("{path}: {name}", path=text, name=text)) == f"{text}: {text}"
    assert str(FeatureError(text)) == text
    assert str(Message("{outer}", outer=Message("{path}", path=text))) == text


def test_errors_and_messages_can_be_fields() -> None:
    inner = ImageError("{path}: {reason}", path="a.jpg", reason=Message("the file is empty (0 bytes)"))
    outer = FeatureError("no image: {error}", error=inner)
    assert str(outer) == "no image: a.jpg: the file is empty (0 bytes)"
    assert outer.fields["error"].fields["reason"].template == "the file is empty (0 bytes)"
    assert sentence(outer) is outer.message
    assert sentence(OSError("gone")) == "gone"


def test_errors_and_messages_travel_to_other_processes() -> None:
    class Strange:
        def __repr__(self) -> str:
            return "<strange>"

    error = UnknownPlacesError(
        "{a!r} {b} {c:.1f} {d}", ("/x",), a=Strange(), b=np.int64(3), c=np.float32(0.5), d=Message("{n} image(s)", n=2)
    )
    for one in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert (type(one), str(one), one.places) == (UnknownPlacesError, "<strange> 3 0.5 2 images", ("/x",))
        assert (one.template, one.fields) == (error.template, error.fields)
        assert one.fields["d"].fields == {"n": 2}
    back = json.loads(json.dumps(for_json({"what": error.fields["d"], "else": [1, "x"]})), object_hook=as_message)
    assert back == {"what": "2 images", "else": [1, "x"]}
    assert back["what"].template == "{n} image(s)"


@pytest.mark.parametrize(("n", "words"), [(0, "0 images"), (1, "1 image"), (2, "2 images"), (1234, "1,234 images")])
def test_a_number_n_decides_between_singular_and_plural(n: int, words: str) -> None:
    assert Message("{n:,} image(s)", n=n) == words


def test_messages_are_put_together() -> None:
    parts = [Message("{n} image(s)", n=1), "", "b {x}"]
    assert joined(parts) == "1 image b {x}"
    assert joined(["", "a"]) == "a"
    assert joined([]) == ""
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b"], 2) == "a, b"


def test_what_is_stored_in_english_is_recognized() -> None:
    step = recognized("5 images to irrelevant", history.STEPS)
    assert isinstance(step, Message)
    assert step.fields == {"n": 5, "label": Label.IRRELEVANT.word}
    assert recognized("1 image to several labels", history.STEPS).template == "{n} image(s) to {label}"
    assert recognized("a.csv, line 1,234", PLACES).fields == {"file": "a.csv", "number": 1234}
    assert not isinstance(recognized("something else", history.STEPS), Message)
