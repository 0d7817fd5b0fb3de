"""What some tests need and not every machine has."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import pytest

COMPLETE = os.environ.get("CI") == "true" and sys.platform.startswith("linux")
"""Whether ``.ci/run`` has installed everything that Debian's packages hold, so that no test may be skipped for it."""

HAS_DATA = COMPLETE and "GITHUB_ACTIONS" not in os.environ
"""Whether the folder of real photos must be there; the repository does not hold it."""


def missing(what: str, required: bool = COMPLETE) -> NoReturn:
    """Skip the running test because ``what`` is missing; fail it where it is required."""
    if required:
        pytest.fail(f"{what} is missing; this test must run here")
    pytest.skip(f"needs {what}")
