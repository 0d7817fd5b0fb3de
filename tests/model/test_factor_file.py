"""Factors on disk: whatever happens to the files, the posterior is the one without them."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.model import factor_file, streaming_cholesky, streaming_rows
from annotator.model.factor_file import FactorCache
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings

N, D = 1500, 6
X = np.random.default_rng(3).normal(size=(N, D))
SETTINGS = ModelSettings(length_scale=2.0)
EXAMPLES = np.random.default_rng(4).normal(size=(1, D))
GRAPH = build_graph(ArrayFeatures(X), np.ones(N, np.bool_), rank=20)
ROWS = np.random.default_rng(5).permutation(N)[:40]
Y = np.where(X[ROWS, 0] > 0, 1.0, -1.0)
TOPIC, OTHER = (7, 1), (7, 2)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(factor_file, "WORTH_KEEPING", 1)
    monkeypatch.setattr(factor_file, "LEFT_FREE", 0)
    monkeypatch.setattr(streaming_rows, "_FIRST", 8)


def start(folder: Path | None, array=X, graph=GRAPH, **how) -> RelevanceModel:
    cache = None if folder is None else FactorCache(folder, {"rows": "abc"}, **how)
    return RelevanceModel(Geometry(ArrayFeatures(array), np.float64), graph, cache=cache)


def written(model: RelevanceModel) -> RelevanceModel:
    """Return the model once nothing is left to be stored."""
    thread = model._file and model._file._thread
    if thread:
        thread.join()
    return model


def condition(model, rows=ROWS, y=Y, topic=TOPIC, settings=SETTINGS, examples=EXAMPLES):
    model.open_topic(topic)
    posterior = model.condition(rows, y, examples, settings)
    written(model)
    return posterior


def passes(model: RelevanceModel) -> int:
    return model._factor.passes


def assert_right(posterior, *given, **how) -> None:
    """The posterior is that of a model without a cache."""
    array, graph = how.pop("array", X), how.pop("graph", GRAPH)
    plain = condition(start(None, array, graph), *given, **how)
    some = np.array([0, 9, 1033])
    assert np.abs(posterior.mean - plain.mean).max() < 1e-6
    assert np.abs(posterior.var - plain.var).max() < 1e-6
    assert np.abs(posterior.cov(some, ROWS) - plain.cov(some, ROWS)).max() < 1e-6


def test_what_was_computed_is_mapped(tmp_path):
    first = start(tmp_path)
    before = condition(first)
    first.close()
    again = start(tmp_path)
    after = condition(again)
    assert passes(again) == 0, "nothing was computed again"
    assert (after.mean == before.mean).all()
    assert (after.var == before.var).all()
    assert_right(after)
    assert_right(condition(again, ROWS[:30], -Y[:30]), ROWS[:30], -Y[:30])


def test_a_batch_on_screen_is_kept_before_it_is_judged(tmp_path):
    first = start(tmp_path)
    condition(first, ROWS[:32], Y[:32])
    first.prepare(ROWS, EXAMPLES, SETTINGS)
    written(first).close()
    again = start(tmp_path)
    assert_right(condition(again))
    assert passes(again) == 0


def test_undo_redo_and_other_topics_after_every_start(tmp_path):
    steps = (
        (slice(0, 40), TOPIC),
        (slice(0, 39), TOPIC),  # undone
        (slice(0, 40), TOPIC),
        (slice(5, 40), TOPIC),  # early judgements forgotten: rows of V are rotated
        (slice(0, 20), OTHER),
        (slice(5, 38), TOPIC),
        (slice(0, 24), OTHER),
        (slice(30, 40), TOPIC),
        (slice(0, 3), TOPIC),
    )
    model = start(tmp_path)
    for number, (rows, topic) in enumerate(steps):
        given = (ROWS[rows], Y[rows])
        assert_right(condition(model, *given, topic), *given)
        if number % 2:
            model.close()
            model = start(tmp_path)
    condition(model, ROWS[:24], Y[:24], OTHER)
    assert passes(model) == 0, "the other topic has a factor of its own"


def test_other_examples_settings_features_or_graph_never_meet_a_stored_factor(tmp_path):
    condition(start(tmp_path)).geometry.checksum  # noqa: B018
    twice = np.concatenate([EXAMPLES + 1, EXAMPLES])
    changed = X.copy()
    changed[77] += 0.1
    other = build_graph(ArrayFeatures(X), np.ones(N, np.bool_), rank=15)
    for make, how in (
        ({}, {"examples": twice}),
        ({}, {"settings": ModelSettings(length_scale=1.9)}),
        ({}, {"settings": ModelSettings(length_scale=2.0, kernel="rbf")}),
        ({"array": changed}, {}),
        ({"graph": other}, {}),
        ({"graph": None}, {}),
    ):
        model = start(tmp_path, **make)
        assert_right(condition(model, **how), **make, **how)
        model.close()


def damaged(folder: Path, damage: str) -> None:
    rows, rest = (next(folder.glob(f"*{ending}")) for ending in (".rows", ".npz"))
    if damage == "no rest":
        rest.unlink()
    elif damage == "no rows":
        rows.unlink()
    elif damage == "rows cut short":
        rows.write_bytes(rows.read_bytes()[: 20 * N * 8])
    elif damage == "a page lost":
        content = bytearray(rows.read_bytes())
        content[33 * 4096 : 34 * 4096] = bytes(4096)
        rows.write_bytes(content)
    elif damage == "a folder":
        rest.unlink()
        rest.mkdir()
    elif damage == "foreign":
        rest.write_bytes(b"something else")
    else:
        content = bytearray(rest.read_bytes())
        del content[len(content) // 2 :]
        rest.write_bytes(content)


@pytest.mark.parametrize(
    "damage", ["no rest", "no rows", "rows cut short", "a page lost", "a folder", "foreign", "rest cut short"]
)
def test_a_damaged_factor_is_computed_again(tmp_path, damage):
    first = start(tmp_path)
    condition(first)
    first.close()
    damaged(tmp_path, damage)
    again = start(tmp_path)
    assert_right(condition(again))
    assert passes(again) == 1


def test_any_byte_of_the_rest_may_be_wrong(tmp_path):
    first = start(tmp_path)
    condition(first, ROWS[:4], Y[:4])
    first.close()
    rest = next(tmp_path.glob("*.npz"))
    whole = rest.read_bytes()
    for at in np.linspace(0, len(whole) - 1, 20).astype(int):
        content = bytearray(whole)
        content[at] ^= 0xFF
        rest.write_bytes(content)
        model = start(tmp_path)
        assert_right(condition(model, ROWS[:4], Y[:4]), ROWS[:4], Y[:4])
        model.close()


def test_killed_at_any_moment(tmp_path, monkeypatch):
    """A copy of the folder is what a process that is killed leaves behind."""
    cache, copies = tmp_path / "cache", []

    def killed(method):
        def call(*args, **kwargs):
            copies.append(shutil.copytree(cache, tmp_path / str(len(copies))))
            answer = method(*args, **kwargs)
            copies.append(shutil.copytree(cache, tmp_path / str(len(copies))))
            return answer

        return call

    model = start(cache)
    condition(model, ROWS[:24], Y[:24])
    for owner, name in (
        (streaming_rows.StreamingRows, "write"),
        (streaming_rows.StreamingRows, "change"),
        (streaming_cholesky.Factor, "observe"),
        (factor_file.np, "savez"),
    ):
        monkeypatch.setattr(owner, name, killed(getattr(owner, name)))
    for rows in (slice(0, 31), slice(2, 32)):
        condition(model, ROWS[rows], Y[rows])
    monkeypatch.undo()
    monkeypatch.setattr(factor_file, "WORTH_KEEPING", 1)
    found = set()
    for folder in copies:
        survivor = start(folder)
        assert_right(condition(survivor, ROWS[:30], Y[:30]), ROWS[:30], Y[:30])
        found.add(passes(survivor))
        survivor.close()
    assert 0 in found, "some were complete"


def test_two_processes_at_once(tmp_path):
    first, second = start(tmp_path), start(tmp_path)
    condition(first, ROWS[:30], Y[:30])
    assert_right(condition(second))
    assert_right(condition(first, ROWS[:32], Y[:32]), ROWS[:32], Y[:32])
    first.close()
    third = start(tmp_path)
    condition(third, ROWS[:32], Y[:32])
    assert passes(third) == 0, "the one that came first has stored its factor"
    second.close()


@pytest.mark.parametrize("why", ["a file in its place", "network", "full disk", "limit", "failing", "few images"])
def test_without_a_place_to_keep_it(tmp_path, monkeypatch, why):
    folder, how = tmp_path / "cache", {}
    if why == "a file in its place":
        folder.write_text("")
    elif why == "network":
        monkeypatch.setattr(factor_file, "network_kind", lambda _folder: "nfs4")
    elif why == "full disk":
        monkeypatch.setattr(factor_file, "LEFT_FREE", 1 << 60)
    elif why == "limit":
        how = {"most_bytes": N * 8 * 20}
    elif why == "failing":
        monkeypatch.setattr(factor_file, "allocate", failing)
    else:
        monkeypatch.setattr(factor_file, "WORTH_KEEPING", N + 1)
    model = start(folder, **how)
    assert_right(condition(model))
    assert_right(condition(model, ROWS[:20], Y[:20]), ROWS[:20], Y[:20])
    model.close()
    if why not in ("a file in its place", "limit"):
        assert not sum(file.stat().st_size for file in folder.glob("*"))


def failing(*_arguments: object) -> None:
    raise OSError("no space left on device")


def test_the_least_recently_used_one_makes_room(tmp_path):
    model = start(tmp_path, most_bytes=150 * N * 8)
    for topic in range(1, 6):
        condition(model, topic=(7, topic))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 150 * N * 8
    condition(model, topic=(7, 4))
    assert passes(model) == 0
    condition(model, topic=(7, 1))
    assert passes(model) == 1


def test_the_cache_is_emptied_while_it_is_in_use(tmp_path):
    model = start(tmp_path)
    condition(model, ROWS[:20], Y[:20])
    assert factor_file.empty(tmp_path) > 20 * N * 8
    assert_right(condition(model))
    assert not list(tmp_path.iterdir())
    model.close()
