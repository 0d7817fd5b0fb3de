"""Every public method of a session refuses arguments of a wrong type, a closed session, and a second thread."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from patience import wait_for
from small_collection import Small

from annotator.errors import ConfigError, ExportError, ImageError, ProjectError
from annotator.session.session import Session
from annotator.types import Label, Progress


class BytesPath:
    """A path in bytes, as the system functions of Python take it."""

    def __fspath__(self) -> bytes:
        return b"name"


WRONG: dict[str, list[Any]] = {
    "int": [True, 1.5, "3", np.float64(2), np.True_, object()],
    "float": ["0.5", True, 1j, object()],
    "bool": [1, "yes", object()],
    "str": [3, b"name", object()],
    "Label": [5, "relevant", 1.0, True, object()],
    "StrPath": [3, b"name", object(), "", BytesPath()],
    "Count": [-1, True, 1.5, "3", object()],
    "Iterable[int]": ["35", b"35", 35, [7.9], [True], ["3"], np.array([7.0]), np.array(3), {"3": 1}, object()],
    "Collection[str]": ["size", [3], 3, object()],
    "Mapping[int, Label | None]": [[3], {"3": Label.RELEVANT}, {3: "relevant"}, {True: None}, object()],
    "Mapping[str, Any]": [["a"], {3: 1}, object()],
    "ArrayLike": ["many", [object()], object()],
}


def parts(holder: object) -> Iterator[object]:
    """Yield a session and all parts in it."""
    yield holder
    for name, member in vars(holder).items():
        if not name.startswith("_") and type(member).__module__.startswith("annotator.session."):
            yield from parts(member)


def methods(session: Session) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield all public methods with their qualified names."""
    for part in parts(session):
        for name, member in vars(type(part)).items():
            if not name.startswith("_") and not isinstance(member, property):
                yield f"{type(part).__name__}.{name}", getattr(part, name)


def wrong_values(annotation: str) -> list[Any]:
    kind, _, optional = annotation.partition(" | None")
    if annotation in WRONG:
        kind, optional = annotation, ""
    nothing = [] if optional or annotation.endswith("| None") else [None]
    return [*WRONG.get(kind, [object(), 3.5]), *nothing]


def test_every_argument_of_a_wrong_type_is_refused_by_name_and_nothing_is_written(session: Session) -> None:
    written = session._state.database.connection.total_changes
    tried = 0
    for called, method in methods(session):
        for name, parameter in inspect.signature(method).parameters.items():
            for value in wrong_values(parameter.annotation):
                with pytest.raises(TypeError, match=rf"^{called}: {name}\S*( \(key\))? must be ") as caught:
                    method(**{name: value})
                assert "not " in str(caught.value), called
                tried += 1
    assert tried > 200
    assert session._state.database.connection.total_changes == written
    assert len(session.labels) == 0


def test_the_message_says_what_is_wanted(session: Session) -> None:
    with pytest.raises(TypeError) as caught:
        session.judge("35", Label.RELEVANT)  # type: ignore[arg-type]
    assert str(caught.value) == "Session.judge: images must be several values, such as a list, not '35'"
    with pytest.raises(TypeError) as caught:
        session.judge([3, 7.9], Label.RELEVANT)  # type: ignore[list-item]
    assert str(caught.value) == "Session.judge: images[1] must be a whole number, not 7.9"
    with pytest.raises(TypeError) as caught:
        session.judge([3], "relevant")  # type: ignore[arg-type]
    wanted = "a Label (IRRELEVANT, UNSURE, RELEVANT) or None"
    assert str(caught.value) == f"Session.judge: label must be {wanted}, not 'relevant'"


def test_what_means_the_same_is_taken(session: Session) -> None:
    assert session.judge(np.array([3, 4]), Label.RELEVANT).images == (3, 4)
    assert session.judge((np.int32(5), 6), np.int64(-1)).images == (5, 6)  # type: ignore[arg-type]
    assert session.judge(iter([7]), 0).images == (7,)  # type: ignore[arg-type]
    assert session.judge({8: "any", 9: "thing"}, Label.UNSURE).images == (8, 9)
    assert session.label_of(np.int64(5)) is Label.IRRELEVANT  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword"):
        session.judge([1], Label.RELEVANT, colour=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        session.judge([1], Label.RELEVANT, 3)  # type: ignore[call-arg]


def test_paths_may_be_texts(small: Small, tmp_path: Path) -> None:
    with Session.create(str(small.project), str(small.images), str(small.features)) as session:
        session.judge([1], Label.RELEVANT)
        session.judge([2], Label.IRRELEVANT)
        session.export("labels-csv", str(tmp_path / "labels.csv"))
        session.features.add("again", str(small.features))
    assert (tmp_path / "labels.csv").exists()
    with Session.open(str(small.project), images=str(small.images), features=str(small.features)) as session:
        assert len(session.labels) == 2
    assert Session.preview(str(small.images), str(small.features)).matched == 12


def after_closing(part: object, name: str) -> str:
    """Return what reading a property of a closed session says; one that was read before still may be there."""
    try:
        getattr(part, name)
    except ProjectError as error:
        return str(error)
    return "known although it is closed"


def test_a_closed_session_says_so(session: Session) -> None:
    instance = [(called, method) for called, method in methods(session) if inspect.ismethod(method)]
    closed = [one for one in instance if not isinstance(one[1].__self__, type) and not one[0].endswith(".close")]
    session.close()
    session.close()
    for _called, method in closed:
        with pytest.raises(ProjectError, match=r"is closed\. Open it again"):
            method()
    for part in parts(session):
        for name in dir(type(part)):
            if isinstance(getattr(type(part), name), property):
                assert "is closed" in after_closing(part, name)


def test_a_second_thread_is_refused_while_the_first_uses_the_session(session: Session) -> None:
    session.judge([1], Label.RELEVANT)
    session.judge([2], Label.IRRELEVANT)
    inside, go_on = threading.Event(), threading.Event()

    def hold(_share: float) -> None:
        inside.set()
        wait_for(go_on)

    ranking = threading.Thread(target=session.rank, args=(Progress(report=hold),))
    ranking.start()
    try:
        wait_for(inside)
        for called, method in methods(session):
            if inspect.ismethod(method) and not isinstance(method.__self__, type) and not called.endswith(".close"):
                with pytest.raises(ProjectError, match="in use by another thread"):
                    method()
        assert len(session.labels) == 2
    finally:
        go_on.set()
        ranking.join()
    assert session.judge([3], Label.RELEVANT).images == (3,)


def test_numbers_that_mean_nothing_are_refused(session: Session) -> None:
    for nothing in (0, -1):
        with pytest.raises(ConfigError, match="a batch has at least one"):
            session.next_batch(nothing)
        with pytest.raises(ConfigError, match="a batch has at least one"):
            session.stopping.audit(nothing)
    for image in (-1, session.n_images):
        with pytest.raises(ImageError, match="no image number"):
            session.collection.image_path(image)
    with pytest.raises(TypeError, match="a whole number"):
        session.judgements.history(2**70)


def test_a_name_or_number_that_stands_for_nothing_is_refused(session: Session) -> None:
    vector = np.ones(session._state.store.d)
    refused: list[tuple[Callable[[], object], type[Exception], str]] = [
        (lambda: session.examples.add_external(vector, " "), ConfigError, "needs a name"),
        (lambda: session.exports.delete_profile("\ud800"), ExportError, "there is no export profile"),
        (lambda: session.exports.delete_profile(""), ExportError, "there is no export profile"),
        (lambda: session.judgements.images_of_kind("\ud800"), ConfigError, "the kinds are: judge"),
        (lambda: session.judgements.history_of(-1), ImageError, "no image number -1"),
        (lambda: session.explanations.proposals(12), ImageError, "no image number 12"),
        (lambda: session.label_of(-1), ImageError, "no image number -1"),
    ]
    for call, kind, words in refused:
        with pytest.raises(kind, match=words):
            call()
