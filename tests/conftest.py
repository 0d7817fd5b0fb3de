"""What every test shares: no screen, no network, no file outside the temporary folder, the same numbers every time."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt or numpy. Window tests start programs of their own on an X server of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests run side by side on all cores; more threads inside each only get into each other's way.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from needs import shared_folder  # noqa: E402
from patience import PatientBot  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from annotator.sample import SamplePaths, create_sample  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


_network_allowed = False


def _guard_network(event: str, arguments: tuple[object, ...]) -> None:
    """Stop every attempt to use a network, except in tests marked with ``network``."""
    if _network_allowed or event not in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind"):
        return
    if event == "socket.getaddrinfo" or getattr(arguments[0], "family", None) in (socket.AF_INET, socket.AF_INET6):
        raise RuntimeError(f"the program uses no network, and this is {event}{arguments[1:]}")


sys.addaudithook(_guard_network)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say whether the test, with the fixtures that are made for it, may use a network."""
    global _network_allowed
    _network_allowed = item.get_closest_marker("network") is not None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real photos and reference values next to the repository; skip where it is absent."""
    return shared_folder(ROOT)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """Return a robot that waits for as long as a busy machine needs."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    """Return the sample of 1,797 digits, made once; do not change its files."""
    return create_sample(tmp_path_factory.mktemp("sample") / "sample")


def _move_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(home / variable.lower()))


@pytest.fixture(scope="session", autouse=True)
def _home_of_fixtures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        _move_home(monkeypatch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty home folder, so that it neither sees nor changes what the person has there."""
    folder = tmp_path_factory.mktemp("home")
    _move_home(monkeypatch, folder)
    return folder
