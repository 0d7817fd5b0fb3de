"""The page of the Python interface names all that is stable, and the session stays small."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
import small_collection

import annotator
from annotator import session as package
from annotator.session.session import Session
from scripts.write_docs import PARTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
MOST_MEMBERS = 34


def members(holder: object) -> set[str]:
    """Return the public members of an object, those of its class and its own."""
    return {name for name in {*vars(type(holder)), *vars(holder)} if not name.startswith("_")}


def parts(path: str, holder: object) -> dict[str, object]:
    """Return ``holder`` and all parts in it by path, e.g. ``session.topics``."""
    found = {path: holder}
    for name, member in vars(holder).items():
        if not name.startswith("_") and type(member).__module__.startswith("annotator.session."):
            found |= parts(f"{path}.{name}", member)
    return found


@pytest.fixture
def session(tmp_path: Path):
    with small_collection.make(tmp_path).create() as session:
        yield session


def test_every_member_of_the_session_and_of_its_parts_is_documented(session: Session) -> None:
    found = parts("session", session)
    assert {path: type(part) for path, part in found.items()} == dict(PARTS)
    for path, part in found.items():
        section = re.search(rf"^### `{re.escape(path)}`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
        assert section is not None, path
        rows = dict(re.findall(r"^\| `(\w+)[^|]*` \| (.*) \|$", section[1], re.MULTILINE))
        assert set(rows) == members(part), path
        assert all(rows.values()), path


def test_every_name_of_the_package_is_documented_and_there() -> None:
    for name in annotator.__all__:
        assert getattr(annotator, name) is not None
        assert name == "__version__" or f"`{name}`" in PAGE
    with pytest.raises(AttributeError, match="no attribute 'Sesion'"):
        _ = annotator.Sesion


def test_importing_the_package_imports_nothing_large() -> None:
    code = "import sys, annotator; print(sorted({'numpy', 'scipy', 'h5py', 'annotator.types'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_class_of_the_session_has_too_many_members(session: Session) -> None:
    for part in (*parts("session", session).values(), session._state):
        assert len(members(part)) <= MOST_MEMBERS, type(part)
    for module in pkgutil.iter_modules(package.__path__, "annotator.session."):
        loaded = importlib.import_module(module.name)
        for _name, cls in inspect.getmembers(loaded, inspect.isclass):
            if cls.__module__ == module.name:
                assert len([name for name in vars(cls) if not name.startswith("_")]) <= MOST_MEMBERS, cls
