"""Work that must not grow unnoticed, counted rather than timed."""

import pytest

from benchmarks import guard


@pytest.fixture(scope="module")
def found():
    return guard.measure()


@pytest.mark.parametrize("name", guard.LIMITS)
def test_it_is_within_its_limit(found, name):
    assert found[name] <= guard.LIMITS[name]


def test_every_limit_is_near_what_is_counted(found):
    """A limit that is never reached guards nothing."""
    far = [name for name, limit in guard.LIMITS.items() if limit > 2 * found[name] + 0.01]
    assert far == []
