"""Requirements of tests that not every machine meets."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

COMPLETE = os.environ.get("CI") == "true" and sys.platform.startswith("linux")
"""Whether ``.ci/run`` has installed everything that Debian's packages hold, so that no test may be skipped for it."""

NEEDED = "ANNOTATOR_NEED_SHARED_DATA"
"""``.ci/run`` sets it to 1 where ``../shared`` exists: a test that does not find it fails then."""


def missing(what: str, required: bool = COMPLETE) -> NoReturn:
    """Skip the running test because ``what`` is missing; fail it where it is required."""
    if required:
        pytest.fail(f"{what} is missing; this test must run here")
    pytest.skip(f"needs {what}")


def shared_folder(checkout: Path) -> Path:
    """Return ``../shared/data`` of a checkout; skip the test where it is absent, unless it is needed."""
    folder = checkout.parent / "shared" / "data"
    if not folder.is_dir():
        missing("../shared/data", required=os.environ.get(NEEDED) == "1")
    return folder
