"""Where the real photos and reference values lie that are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

NEEDED = "ANNOTATOR_NEED_SHARED_DATA"
"""``.ci/run`` sets it to 1 where the folder is there: a test that does not find it fails then."""


def shared_folder(checkout: Path) -> Path:
    """Return ``../shared/data`` of a checkout; skip the test where it is absent, unless it is needed."""
    folder = checkout.parent / "shared" / "data"
    if not folder.is_dir():
        if os.environ.get(NEEDED) == "1":
            pytest.fail(f"{folder} is missing, and {NEEDED}=1 says that this test must run")
        pytest.skip("needs ../shared/data")
    return folder
