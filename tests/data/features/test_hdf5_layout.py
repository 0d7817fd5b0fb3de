"""The two data sets are found where that is certain; otherwise the message says what is there or what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from feature_files import TEXT, image_names, rename_filter, values, write_features

from annotator.data.features import hdf5
from annotator.data.features.features import FeatureStore
from annotator.errors import FeatureError
from annotator.extras import missing_extra


def error_of(path: Path) -> str:
    with pytest.raises(FeatureError) as caught:
        FeatureStore.open(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    return text


def opened(path: Path) -> tuple[tuple[int, int], tuple[str, ...]]:
    with FeatureStore.open(path) as store:
        return (store.n, store.d), store.names


@pytest.mark.parametrize(
    "datasets",
    [
        ("features", "filenames"),
        ("feats", "names"),
        ("embeddings", "filenames"),
        ("features", "paths"),
        ("X", "NAMES"),
        ("dataset_1", "dataset_2"),
        ("group/embedding", "group/image_ids"),
    ],
)
def test_common_names_of_data_sets_are_recognised(datasets: tuple[str, str], tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), datasets=datasets)
    assert opened(path) == ((20, 5), tuple(image_names(20)))


def test_the_usual_pair_wins_over_any_other(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values())
    with h5py.File(path, "a") as file:
        file["embeddings"] = values(20, 9)
        file["paths"] = np.array([b"other"] * 20)
        file["images"] = np.zeros((20, 4, 4, 3), np.uint8)
    assert opened(path)[0] == (20, 5)


def test_of_two_candidates_the_one_whose_length_fits_is_taken(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), datasets=("embeddings", "paths"))
    with h5py.File(path, "a") as file:
        file["data"] = values(7, 3)
        file["ids"] = np.arange(99)
    assert opened(path)[0] == (20, 5)


def test_two_pairs_that_fit_are_never_guessed_between(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), datasets=("train/features", "train/filenames"))
    with h5py.File(path, "a") as file:
        file.copy("train", "test")
    text = error_of(path)
    assert "more than one pair" in text
    assert "/train/features (20 x 5 float32) with /train/filenames (20 text)" in text
    assert "/test/features" in text


def test_two_links_to_one_data_set_are_one(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), datasets=("feats", "names"))
    with h5py.File(path, "a") as file:
        file["embeddings"] = file["feats"]
        file["paths"] = h5py.SoftLink("names")
        file["again"] = h5py.SoftLink("/")
    assert opened(path)[0] == (20, 5)


@pytest.mark.parametrize("target", ["/real/x", "real/x", "./real/./x", "/middle"])
def test_soft_links_within_the_file_are_followed(target: str, tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), datasets=("real/x", "filenames"))
    with h5py.File(path, "a") as file:
        file["middle"] = h5py.SoftLink("real/x")
        file["features"] = h5py.SoftLink(target)
    assert opened(path)[0] == (20, 5)


def test_names_may_be_fixed_text_or_numbers(tmp_path: Path) -> None:
    for names, expected in (
        (np.array([b"a.jpg", b"folder/b.jpg"]), ("a.jpg", "folder/b.jpg")),
        (np.array(["ä.jpg".encode(), b"b"], h5py.string_dtype("utf-8", 8)), ("ä.jpg", "b")),
        (np.array([17, 4], np.int64), ("17", "4")),
        (np.array([b"caf\xe9.jpg", b"b"]), ("caf\\xe9.jpg", "b")),
    ):
        with h5py.File(tmp_path / "f.h5", "w") as file:
            file["features"] = values(2)
            file["filenames"] = names
        assert opened(tmp_path / "f.h5")[1] == expected


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert "missing" in error_of(tmp_path / "none.h5")
    (tmp_path / "folder.h5").mkdir()
    assert "this is a folder" in error_of(tmp_path / "folder.h5")
    (tmp_path / "empty.h5").touch()
    assert "empty (0 bytes)" in error_of(tmp_path / "empty.h5")
    (tmp_path / "text.h5").write_text("no table\n" * 100)
    assert "not an HDF5 file, and no other feature file" in error_of(tmp_path / "text.h5")
    (tmp_path / "picture.npy").write_bytes(b"\x89PNG\r\n\x1a\n" * 100)
    assert "not an HDF5 file, and no other feature file" in error_of(tmp_path / "picture.npy")
    assert "cannot be read" in error_of(tmp_path / ("x" * 300))


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_device_is_refused_before_anything_waits_for_it(tmp_path: Path) -> None:
    assert "not a file" in error_of(Path("/dev/zero"))


@pytest.mark.parametrize("libver", ["earliest", "latest"])
@pytest.mark.parametrize("kept", [0.5, 0.999])
def test_a_file_that_is_cut_short(libver: str, kept: float, tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(1000, 20), file={"libver": libver})
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    assert f"cut short: {int(kept * len(content)):,} of {len(content):,} bytes" in error_of(path)
    path.write_bytes(content[:40])
    assert "cut short" in error_of(path)


def test_missing_data_sets_are_named_and_the_others_listed(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["pixels/red"] = np.zeros((3, 4), np.uint8)
        file["note"] = "hello"
    text = error_of(tmp_path / "f.h5")
    assert "no features were found" in text
    assert "/pixels/red (3 x 4 uint8)" in text
    assert "/note (single value text)" in text
    with h5py.File(tmp_path / "f.h5", "a") as file:
        file["features"] = values()
    assert "image names for /features (20 x 5 float32)" in error_of(tmp_path / "f.h5")
    with h5py.File(tmp_path / "e.h5", "w"):
        pass
    assert "no data sets" in error_of(tmp_path / "e.h5")


def test_a_long_list_is_shortened(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        for i in range(30):
            file[f"table {i:02}"] = values(1)[0]
    assert "and 18 more" in error_of(tmp_path / "f.h5")


@pytest.mark.parametrize(
    ("features", "message"),
    [
        (values(20, 6).reshape(20, 2, 3), "look like pixels"),
        (values(20).ravel(), "two dimensions"),
        (np.float32(3), "two dimensions"),
        (values().astype(np.complex64), "real numbers"),
        (values().astype(np.int16), "real numbers"),
        (np.zeros((20, 5), bool), "real numbers"),
        (values().astype(np.longdouble), "real numbers"),
        (np.zeros((20, 5), [("a", "f4")]), "real numbers"),
        (values()[:0], "empty"),
        (values()[:, :0], "empty"),
        (values(19), "one per row is needed"),
    ],
)
def test_features_that_cannot_be_used(features: np.ndarray, message: str, tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["features"] = features
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    text = error_of(tmp_path / "f.h5")
    assert message in text
    assert "/features" in text


def test_references_and_types_that_numpy_lacks_are_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        reference = file.create_group("g").ref
        file.create_dataset("features", data=np.full((20, 5), reference), dtype=h5py.ref_dtype)
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    assert "real numbers" in error_of(tmp_path / "f.h5")
    with h5py.File(tmp_path / "f.h5", "w") as file:
        space = h5py.h5s.create_simple((20, 5))
        h5py.h5d.create(file.id, b"features", h5py.h5t.UNIX_D32LE, space)
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    assert "unknown type" in error_of(tmp_path / "f.h5")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (values(20, 1).ravel(), "must hold text"),
        (np.zeros((20, 2), "S4"), "one per row"),
        (np.zeros(20, [("a", "S4")]), "must hold text"),
    ],
)
def test_names_that_cannot_be_used(names: np.ndarray, message: str, tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["features"] = values()
        file["filenames"] = names
    assert message in error_of(tmp_path / "f.h5")


def test_more_names_than_memory_are_refused_before_they_are_read(tmp_path: Path) -> None:
    n = 1 << 33
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file.create_dataset("features", (n, 1), "f4", chunks=(1024, 1))
        file.create_dataset("filenames", (n,), TEXT, chunks=(1024,))
    assert "are these really names" in error_of(tmp_path / "f.h5")


def write_secret(path: Path) -> Path:
    return write_features(path, values(seed=99))


def test_links_into_other_files_are_refused(tmp_path: Path) -> None:
    write_secret(tmp_path / "secret.h5")
    path = write_features(tmp_path / "f.h5", values(), datasets=("other", "filenames"))
    with h5py.File(path, "a") as file:
        file["features"] = h5py.ExternalLink("secret.h5", "/features")
    assert "/features is a link that does not end in this file" in error_of(path)


@pytest.mark.parametrize(
    "target", ["/away", "away", "./away", "/deep/../away", "/group/features", "nowhere", "features"]
)
def test_soft_links_out_of_the_file_or_into_the_void_are_refused(target: str, tmp_path: Path) -> None:
    write_secret(tmp_path / "secret.h5")
    path = write_features(tmp_path / "f.h5", values(), datasets=("other", "filenames"))
    with h5py.File(path, "a") as file:
        file["away"] = h5py.ExternalLink("secret.h5", "/features")
        file["group"] = h5py.ExternalLink("secret.h5", "/")
        file["deep/.."] = h5py.SoftLink("/")
        file["features"] = h5py.SoftLink(target)
    assert "/features is a link that does not end in this file" in error_of(path)


def test_links_of_unknown_kind_are_refused(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), datasets=("other", "filenames"))
    with h5py.File(path, "a") as file:
        file["features"] = h5py.ExternalLink("x.h5", "/features")
    content = path.read_bytes()
    assert content.count(b"\x40\x08features") == 1  # link type 64, external; from 65 on they are user-defined
    path.write_bytes(content.replace(b"\x40\x08features", b"\x50\x08features"))
    assert "/features is a link that does not end in this file" in error_of(path)


def test_values_in_other_files_are_refused(tmp_path: Path) -> None:
    raw = tmp_path / "raw.bin"
    values(seed=99).tofile(raw)
    write_secret(tmp_path / "secret.h5")
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file.create_dataset("features", (20, 5), "f4", external=[(str(raw), 0, 400)])
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    assert "is stored in other files" in error_of(tmp_path / "f.h5")
    layout = h5py.VirtualLayout((20, 5), "f4")
    layout[:] = h5py.VirtualSource(tmp_path / "secret.h5", "features", (20, 5))
    with h5py.File(tmp_path / "v.h5", "w") as file:
        file.create_virtual_dataset("features", layout)
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    assert "is stored in other files" in error_of(tmp_path / "v.h5")
    names = h5py.VirtualLayout((20,), "S4")
    with h5py.File(tmp_path / "n.h5", "w") as file:
        file["features"] = values()
        file.create_virtual_dataset("filenames", names)
    assert "/filenames (20 text) is stored in other files" in error_of(tmp_path / "n.h5")


def test_a_missing_filter_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_features(tmp_path / "f.h5", values(), chunks=(4, 5), compression="gzip")
    rename_filter(path, 32766)
    text = error_of(path)
    assert "filter 32766 (deflate)" in text
    assert "hdf5plugin" in text
    assert "pip install" not in text
    monkeypatch.setitem(sys.modules, "hdf5plugin", None)
    assert f"filter 32766 (deflate). To read it, Annotator needs {missing_extra('hdf5plugin', 'filters')}" in error_of(
        path
    )


def test_installed_filters_are_registered_when_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_features(tmp_path / "f.h5", values(), chunks=(4, 5), compression="gzip")
    rename_filter(path, 32766)
    (tmp_path / "hdf5plugin.py").write_text("from pathlib import Path; Path(__file__).with_name('asked').touch()")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "hdf5plugin", raising=False)
    assert "filter 32766" in error_of(path)
    assert (tmp_path / "asked").exists()
    monkeypatch.delitem(sys.modules, "hdf5plugin", raising=False)


def test_a_file_that_another_program_writes_to_is_refused(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values())
    code = f"import h5py, sys; f = h5py.File({str(path)!r}, 'a'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline().strip() == b"open"
        assert "another program is writing" in error_of(path)
        writer.communicate()
    assert opened(path)[0] == (20, 5)


def test_a_drive_without_locks_is_read_without_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_features(tmp_path / "f.h5", values())
    real = h5py.File
    asked = []

    def without_locks(name: Path, mode: str, locking: bool | None = None) -> h5py.File:  # as on some network drives
        asked.append((mode, locking))
        if locking is None:
            raise OSError(37, "Unable to open file (unable to lock file, errno = 37, 'No locks available')")
        return real(name, mode, locking=locking)

    monkeypatch.setattr(hdf5.h5py, "File", without_locks)
    with hdf5.open_file(path) as file:
        assert set(file) == {"features", "filenames"}
    assert asked == [("r", None), ("r", False)]


def test_opening_never_writes(tmp_path: Path) -> None:
    for number, storage in enumerate(({}, {"chunks": (4, 5), "compression": "gzip"})):
        path = write_features(tmp_path / f"{number}.h5", values(), **storage)
        path.chmod(0o444)
        before = (path.read_bytes(), path.stat().st_mtime_ns)
        with FeatureStore.open(path, budget_bytes=100) as store:
            store.fingerprint()
        assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("storage", [{}, {"chunks": (4, 5)}, {"chunks": (4, 5), "compression": "gzip"}], ids=len)
def test_damage_gives_features_or_an_error_and_nothing_else(storage: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "f.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("features", data=values(), **storage)
        file["filenames"] = np.array([name.encode() for name in image_names(20)])
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    errors = 0
    for _ in range(150):
        content = bytearray(whole)
        for at in rng.integers(0, len(content), 3):
            content[at] = rng.choice([0, 255, rng.integers(256)])
        path.write_bytes(content)
        try:
            with FeatureStore.open(path) as store:
                assert store.rows(np.arange(store.n)).shape == (store.n, store.d)
        except FeatureError:
            errors += 1
    assert 10 < errors < 150
