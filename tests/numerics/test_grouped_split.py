"""Splits that keep groups whole and classes in proportion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.numerics.grouped_split import grouped_split
from annotator.numerics.undivided import joined

SHARES = np.array([0.8, 0.1, 0.1])


def counts(member, part, parts=3):
    return np.array([member[part == one].sum(axis=0) for one in range(parts)])


def test_classes_keep_their_shares():
    generator = np.random.default_rng(3)
    member = np.eye(4, dtype=bool)[generator.choice(4, 2000, p=[0.7, 0.2, 0.08, 0.02])]
    part = grouped_split(member, np.arange(2000), SHARES, 0)
    found = counts(member, part)
    assert np.abs(found - SHARES[:, None] * member.sum(axis=0)).max() <= 1


def test_rows_without_a_class_are_spread_too():
    part = grouped_split(np.zeros((100, 2), np.bool_), np.arange(100), SHARES, 0)
    assert np.bincount(part).tolist() == [80, 10, 10]


@pytest.mark.parametrize(
    ("n", "expected"), [(1, [1, 0, 0]), (2, [1, 1, 0]), (3, [1, 1, 1]), (4, [2, 1, 1]), (10, [8, 1, 1])]
)
def test_every_part_has_a_group_of_a_class_as_long_as_there_are_enough(n, expected):
    member = np.ones((n, 1), np.bool_)
    assert np.bincount(grouped_split(member, np.arange(n), SHARES, 5), minlength=3).tolist() == expected


def test_a_part_without_a_share_stays_empty():
    part = grouped_split(np.ones((20, 1), np.bool_), np.arange(20), np.array([0.75, 0.0, 0.25]), 0)
    assert np.bincount(part).tolist() == [15, 0, 5]


def test_the_seed_decides_and_nothing_else():
    member = np.ones((50, 1), np.bool_)
    one, same, other = (grouped_split(member, np.arange(50), SHARES, seed) for seed in (1, 1, 2))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


ROWS = st.lists(st.tuples(st.lists(st.booleans(), min_size=3, max_size=3), st.integers(0, 9)), max_size=40)


@given(ROWS, st.integers(0, 5), st.sampled_from([(0.8, 0.1, 0.1), (0.5, 0.0, 0.5), (1.0, 0.0, 0.0), (0.4, 0.3, 0.3)]))
def test_groups_are_never_divided_and_no_class_lacks_a_part_that_could_have_it(rows, seed, shares):
    member = np.array([row[0] for row in rows], np.bool_).reshape(-1, 3)
    group = np.array([row[1] for row in rows], np.int64)
    part = grouped_split(member, group, np.array(shares), seed)
    assert len(part) == len(rows)
    assert all(len(set(part[group == one].tolist())) == 1 for one in set(group.tolist()))
    assert all(shares[one] > 0 for one in part.tolist())


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30))
def test_joined_groups_hold_those_of_both_and_are_no_larger_than_needed(pairs):
    a, b = np.array(pairs).T
    found = joined(a, b)
    for one in (a, b):
        assert all(len(set(found[one == value].tolist())) == 1 for value in set(one.tolist()))
    for number in set(found.tolist()):  # whatever is joined is linked step by step
        members = np.flatnonzero(found == number).tolist()
        reached = {members[0]}
        while more := {i for i in members for j in reached if a[i] == a[j] or b[i] == b[j]} - reached:
            reached |= more
        assert sorted(reached) == members
