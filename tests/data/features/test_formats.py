"""Feature files as other programs write them: every layout opens without a word, or says why it cannot."""

from __future__ import annotations

import contextlib
import json
import pickle
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import FeatureLayout
from annotator.errors import ExportError, FeatureError

TEXT = h5py.string_dtype()
N, D = 12, 5
NAMES = tuple(f"a b/{i % 3}/bild {i} é🦋.jpg" for i in range(N))
ROWS = np.random.default_rng(0).normal(size=(N, D)).astype(np.float32)


def opened(path: Path, layout: FeatureLayout | None = None, budget: int = 1 << 20) -> dict[str, np.ndarray]:
    """Open a file twice, the second time with the layout that was found, and return its rows by name."""
    with FeatureStore.open(path, layout=layout or FeatureLayout(), budget_bytes=budget) as store:
        rows = store.rows(np.arange(store.n))
        blocks = np.concatenate([block.astype(rows.dtype) for _, block in store.blocks(5)])
        assert np.array_equal(blocks, rows)
        names, found, kind = store.names, store.layout, store.kind
        mixed = np.array([store.n - 1, 0, 0])
        assert np.array_equal(store.rows(mixed), rows[mixed])
    assert kind
    again = FeatureLayout.from_json(found.to_json())
    with FeatureStore.open(path, layout=again, budget_bytes=budget) as store:
        assert store.names == names
        assert store.layout == again
        assert np.array_equal(store.rows(np.arange(store.n)), rows)
    return dict(zip(names, rows, strict=True))


def expect(found: dict[str, np.ndarray], names=NAMES, rows=ROWS) -> None:
    assert set(found) == set(names)
    for name, row in zip(names, rows, strict=True):
        np.testing.assert_allclose(found[name], row, rtol=2e-3 if row.dtype == np.float16 else 1e-6)


def refused(path: Path, layout: FeatureLayout | None = None) -> str:
    with pytest.raises(FeatureError) as caught:
        FeatureStore.open(path, layout=layout or FeatureLayout())
    assert path.name in str(caught.value)
    return str(caught.value)


# HDF5


@pytest.mark.parametrize("budget", [1 << 20, 30])
def test_hloc_writes_a_group_for_each_image(tmp_path, budget):
    with h5py.File(tmp_path / "global.h5", "w", libver="latest") as file:
        for name, row in zip(NAMES, ROWS, strict=True):
            group = file.create_group(name)
            group.create_dataset("global_descriptor", data=row.astype(np.float16))
            group.create_dataset("image_size", data=np.array([640, 480]))
            group.create_dataset("keypoints", data=np.zeros((7, 2), np.float16))
    expect(opened(tmp_path / "global.h5", budget=budget), rows=ROWS.astype(np.float16))


def test_hloc_groups_called_two_dots_never_leave_the_image_folder(tmp_path):
    from annotator.data.collection.match_names import join

    with h5py.File(tmp_path / "f.h5", "w") as file:
        outside = h5py.h5g.create(file.id, b"..")
        h5py.Group(outside).create_dataset("secret.jpg/global_descriptor", data=ROWS[0])
        file.create_dataset("a.jpg/global_descriptor", data=ROWS[1])
    with FeatureStore.open(tmp_path / "f.h5") as store:
        joined = join(store.names, ("a.jpg", "secret.jpg"))
    assert joined.matched == 1
    assert [problem.path for problem in joined.refused] == ["../secret.jpg"]


def test_keras_retrieval_writes_base_names_as_bytes(tmp_path):
    names = [f"im{i}.jpg" for i in range(N)]
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file.create_dataset("dataset_1", data=ROWS)
        file.create_dataset("dataset_2", data=np.bytes_(names))
    expect(opened(tmp_path / "f.h5"), names)


@pytest.mark.parametrize(
    "pair",
    [("features", "image_paths"), ("features", "filenames"), ("feats", "names"), ("embeddings", "filenames"),
     ("features", "sample_ids"), ("X", "NAMES"), ("vectors", "keys")],
)  # fmt: skip
def test_flat_pairs(tmp_path, pair):
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file[pair[0]] = ROWS
        file.create_dataset(pair[1], data=list(NAMES), dtype=TEXT)
        file["labels"] = np.arange(N)
    expect(opened(tmp_path / "f.h5"))


@pytest.mark.parametrize("budget", [1 << 20, 60])
def test_rows_that_are_not_valid_are_left_out(tmp_path, budget):
    valid = np.arange(N) % 4 != 1
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file.create_dataset("embedding", data=ROWS, chunks=(2, D))
        file["image_ids"] = np.arange(100, 100 + N)
        file["valid"] = valid
    found = opened(tmp_path / "f.h5", budget=budget)
    expect(found, [str(100 + i) for i in np.flatnonzero(valid)], ROWS[valid])
    with h5py.File(tmp_path / "f.h5", "a") as file:
        file["valid"][:] = False
    assert "no row holds features" in refused(tmp_path / "f.h5")


@pytest.mark.parametrize("budget", [1 << 20, 30])
def test_bytes_with_a_scale(tmp_path, budget):
    small = (ROWS * 30).astype(np.int8)
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["features"] = small
        file.create_dataset("filenames", data=list(NAMES), dtype=TEXT)
    assert "attribute 'scale'" in refused(tmp_path / "f.h5")
    with h5py.File(tmp_path / "f.h5", "a") as file:
        file["features"].attrs["scale"] = 0.5
    expect(opened(tmp_path / "f.h5", budget=budget), rows=small * np.float32(0.5))


@pytest.mark.parametrize("budget", [1 << 20, 60])
@pytest.mark.parametrize("kind", ["cells", "characters"])
def test_matlab_stores_the_other_way_round(tmp_path, budget, kind):
    names = [f"im{i:02}.jpg" for i in range(N)]
    with h5py.File(tmp_path / "f.mat", "w", userblock_size=512) as file:
        data = file.create_dataset("features", data=ROWS.T)
        data.attrs["MATLAB_class"] = np.bytes_("single")
        if kind == "cells":
            references = np.empty((1, N), dtype=h5py.ref_dtype)
            for i, name in enumerate(names):
                text = file.create_dataset(f"#refs#/{i}", data=np.array([[ord(c)] for c in name], np.uint16))
                references[0, i] = text.ref
            file.create_dataset("names", data=references).attrs["MATLAB_class"] = np.bytes_("cell")
        else:
            matrix = np.array([[ord(c) for c in name] for name in names], np.uint16)
            file.create_dataset("names", data=matrix.T).attrs["MATLAB_class"] = np.bytes_("char")
    expect(opened(tmp_path / "f.mat", budget=budget), names)


def test_a_square_of_matlab_is_asked_about(tmp_path):
    square = np.random.default_rng(1).normal(size=(4, 4)).astype(np.float32)
    with h5py.File(tmp_path / "f.mat", "w") as file:
        file["features"] = square
        file["features"].attrs["MATLAB_class"] = np.bytes_("single")
        file.create_dataset("names", data=list("abcd"), dtype=TEXT)
    assert "is square" in refused(tmp_path / "f.mat")
    for turned in (False, True):
        found = opened(tmp_path / "f.mat", FeatureLayout(transposed=turned))
        expect(found, list("abcd"), square.T if turned else square)


@pytest.mark.parametrize("name", ["Blosc", "LZ4", "Zstd"])
@pytest.mark.parametrize("budget", [1 << 20, 60])
def test_compression_of_other_programs(tmp_path, name, budget):
    import subprocess
    import sys

    code = (
        "import sys, h5py, hdf5plugin, numpy as np; file = h5py.File(sys.argv[1], 'w'); "
        "file.create_dataset('features', data=np.load(sys.argv[2]), chunks=(3, 5), "
        "**getattr(hdf5plugin, sys.argv[3])()); "
        "file.create_dataset('filenames', data=open(sys.argv[4], encoding='utf-8').read().splitlines(), "
        "dtype=h5py.string_dtype())"
    )
    np.save(tmp_path / "rows.npy", ROWS)
    (tmp_path / "names.txt").write_text("\n".join(NAMES), encoding="utf-8")
    files = [tmp_path / one for one in ("f.h5", "rows.npy")]
    subprocess.run([sys.executable, "-c", code, *files, name, tmp_path / "names.txt"], check=True)
    expect(opened(tmp_path / "f.h5", budget=budget))


@pytest.mark.parametrize("budget", [1 << 20, 30])
def test_a_data_set_for_each_image(tmp_path, budget):
    names = [f"sub/im{i}.jpg" for i in range(N)]
    with h5py.File(tmp_path / "f.h5", "w") as file:
        for name, row in zip(names, ROWS, strict=True):
            file[name] = row
    expect(opened(tmp_path / "f.h5", budget=budget), names)


def test_images_of_unlike_length_are_no_features(tmp_path):
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["a.jpg"], file["b.jpg"] = ROWS[0], ROWS[0, :3]
    assert "no features were found" in refused(tmp_path / "f.h5")


def test_files_of_many_rows_per_image_are_refused_with_the_reason(tmp_path):
    with h5py.File(tmp_path / "slide.h5", "w") as file:
        file["features"], file["coords"] = ROWS, np.zeros((N, 2), int)
    assert "patches of one slide" in refused(tmp_path / "slide.h5")
    with h5py.File(tmp_path / "local.h5", "w") as file:
        file["features"], file["index"] = ROWS, np.zeros((4, 2), int)
        file.create_dataset("image_ids", data=list("abcd"), dtype=TEXT)
    assert "many rows per image" in refused(tmp_path / "local.h5")
    with h5py.File(tmp_path / "pixels.h5", "w") as file:
        file["images"] = np.zeros((N, 8, 8, 3), np.uint8)
        file.create_dataset("filenames", data=list(NAMES), dtype=TEXT)
    assert "/images (12 x 8 x 8 x 3 uint8)" in refused(tmp_path / "pixels.h5")


def test_what_is_not_certain_is_chosen_by_name(tmp_path):
    with h5py.File(tmp_path / "f.h5", "w") as file:
        for part, rows in (("train", ROWS), ("test", -ROWS)):
            file[f"{part}/features"] = rows
            file.create_dataset(f"{part}/filenames", data=list(NAMES), dtype=TEXT)
        file["odd"] = ROWS * 2
    assert "--features-name" in refused(tmp_path / "f.h5")
    expect(opened(tmp_path / "f.h5", FeatureLayout("/test/features")), rows=-ROWS)
    expect(opened(tmp_path / "f.h5", FeatureLayout("odd", "train/filenames")), rows=ROWS * 2)
    assert "there is no data set" in refused(tmp_path / "f.h5", FeatureLayout("none"))


# Lists of names


LISTS = {
    ".txt": "\n".join(NAMES) + "\n\n",
    ".csv": "n,Path\n" + "".join(f'{i},"{name}"\n' for i, name in enumerate(NAMES)),
    ".jsonl": "".join(json.dumps({"image_path": name, "x": 1}) + "\n" for name in NAMES),
    ".json": json.dumps(list(NAMES)),
}


@pytest.mark.parametrize("ending", [*LISTS, ".parquet"])
@pytest.mark.parametrize("kind", ["h5", "npy"])
def test_names_come_from_a_list_beside_the_file(tmp_path, ending, kind):
    path = tmp_path / f"vectors.{kind}"
    if kind == "npy":
        np.save(path, ROWS)
    else:
        with h5py.File(path, "w") as file:
            file["embeddings"] = ROWS
            file.attrs["num_samples"] = N
    assert "the image names" in refused(path)
    if ending == ".parquet":
        pq.write_table(pa.table({"image_path": list(NAMES)}), tmp_path / "vectors.parquet")
    else:
        (tmp_path / f"vectors{ending}").write_text(LISTS[ending], encoding="utf-8")
    expect(opened(path))
    (tmp_path / f"vectors{ending}").rename(tmp_path / f"other{ending}")
    expect(opened(path, FeatureLayout(names_file=f"other{ending}")))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("v.txt", "one\n", "1 names do not fit the 12 rows"),
        ("v.csv", "colour\nred\n", "the first line must name a column"),
        ("v.csv", 'path,n\na,1\n"b', "cannot be read as a table"),
        ("v.csv", "n,path\n1,a\n2\n", "line 3 has no path"),
        ("v.jsonl", '{"path": "a"}\n{"path": \n', "line 2 is not JSON"),
        ("v.jsonl", '{"color": "a"}\n', "entry 1 has no field"),
        ("v.json", '{"path": "a"}', "a list of names"),
        ("v.json", "[" * 100_000, "is not JSON"),
        ("v.txt", "x" * 1_100_000, "line 1: the line is too long"),
    ],
)
def test_bad_lists_are_refused_with_the_place(tmp_path, name, text, said):
    np.save(tmp_path / "v.npy", ROWS)
    (tmp_path / name).write_text(text)
    with pytest.raises(FeatureError, match=said) as caught:
        FeatureStore.open(tmp_path / "v.npy")
    assert name in str(caught.value)


def test_the_names_of_the_reference_count_from_one(tmp_path):
    np.save(tmp_path / "v.npy", ROWS)
    expect(opened(tmp_path / "v.npy", FeatureLayout(pattern="im{}.jpg")), [f"im{i + 1}.jpg" for i in range(N)])
    np.savez(tmp_path / "v.npz", X_train=ROWS[:8], y_train=np.arange(8), X_test=ROWS[8:], y_test=np.arange(4))
    expect(opened(tmp_path / "v.npz", FeatureLayout(pattern="im{}.jpg")), [f"im{i + 1}.jpg" for i in range(N)])
    with pytest.raises(FeatureError, match=r"needs \{\} once"):
        FeatureLayout(pattern="im.jpg")
    with pytest.raises(FeatureError, match="from one place"):
        FeatureLayout(names="a", pattern="im{}.jpg")


# NumPy


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["<f2", "<f4", ">f4", "<f8"])
def test_arrays_of_every_order_and_type(tmp_path, order, dtype):
    np.save(tmp_path / "v.npy", np.asarray(ROWS, dtype, order=order))
    (tmp_path / "v.txt").write_text(LISTS[".txt"], encoding="utf-8")
    for budget in (1 << 20, 30):
        expect(opened(tmp_path / "v.npy", budget=budget), rows=ROWS.astype(dtype))


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("names", [np.array(NAMES), np.array([name.encode() for name in NAMES])])
def test_archives(tmp_path, save, names):
    save(tmp_path / "v.npz", embeddings=ROWS, paths=names, labels=np.arange(N))
    expect(opened(tmp_path / "v.npz"))


def test_archives_that_do_not_fit_or_are_not_certain(tmp_path):
    np.savez_compressed(tmp_path / "v.npz", features=np.zeros((2000, 500), np.float32), paths=np.arange(2000))
    with pytest.raises(FeatureError, match=r"numpy.savez instead of savez_compressed"):
        FeatureStore.open(tmp_path / "v.npz", budget_bytes=1 << 20)
    np.savez(tmp_path / "w.npz", features=ROWS, vectors=ROWS, paths=np.array(NAMES))
    assert "more than one array" in refused(tmp_path / "w.npz")
    expect(opened(tmp_path / "w.npz", FeatureLayout("vectors")))
    np.savez(tmp_path / "x.npz", stuff=ROWS)
    assert "no features were found. The file holds: stuff 12 x 5 float32" in refused(tmp_path / "x.npz")


def test_pickles_are_never_read(tmp_path):
    (tmp_path / "v.pkl").write_bytes(pickle.dumps({"X_pca": ROWS}, protocol=4))
    assert "pickle" in refused(tmp_path / "v.pkl")
    np.save(tmp_path / "v.npy", np.array([{}, []], object), allow_pickle=True)
    assert "Python objects" in refused(tmp_path / "v.npy")
    np.savez(tmp_path / "v.npz", features=ROWS, names=np.array([{}] * N, object))
    assert "Python objects" in refused(tmp_path / "v.npz")


def test_a_head_that_claims_more_than_there_is_allocates_nothing(tmp_path):
    np.save(tmp_path / "v.npy", ROWS)
    head = (tmp_path / "v.npy").read_bytes()
    huge = head.replace(b"(12, 5), }", b"(10**9, 5)")
    assert "damaged" in _refused_bytes(tmp_path / "v.npy", huge)
    big = head.replace(b"(12, 5), }    ", b"(99999999, 5),}")[: len(head)]
    assert "cut short" in _refused_bytes(tmp_path / "v.npy", big)
    with zipfile.ZipFile(tmp_path / "v.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("features.npy", big)
        archive.writestr("names.npy", head)
    assert "its head and its size do not agree" in refused(tmp_path / "v.npz") or "GB" in refused(tmp_path / "v.npz")


def _refused_bytes(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return refused(path)


# Parquet


@pytest.mark.parametrize("budget", [1 << 20, 100])
@pytest.mark.parametrize("kind", ["list", "fixed", "columns"])
def test_parquet(tmp_path, kind, budget):
    if kind == "columns":
        columns = {f"f{i}": ROWS[:, i] for i in range(D)}
    else:
        flat = pa.list_(pa.float32(), D) if kind == "fixed" else pa.list_(pa.float32())
        columns = {"embedding": pa.array(list(ROWS), flat)}
    table = pa.table({"n": np.arange(N), "path": list(NAMES), **columns})
    pq.write_table(table, tmp_path / "v.parquet", row_group_size=5)
    expect(opened(tmp_path / "v.parquet", budget=budget))


def test_ragged_and_empty_rows_are_named(tmp_path):
    ragged = [row.tolist() for row in ROWS]
    ragged[7] = ragged[7][:3]
    pq.write_table(pa.table({"path": list(NAMES), "features": ragged}), tmp_path / "v.parquet")
    assert "row 8 has 3 numbers, the first row has 5" in refused(tmp_path / "v.parquet")
    ragged[7] = None
    pq.write_table(pa.table({"path": list(NAMES), "features": ragged}), tmp_path / "v.parquet")
    assert "row 8 holds no features" in refused(tmp_path / "v.parquet")
    names = [*NAMES[:3], None, *NAMES[4:]]
    pq.write_table(pa.table({"path": names, "features": list(ROWS)}), tmp_path / "v.parquet")
    assert "row 4 of the column path is empty" in refused(tmp_path / "v.parquet")
    pq.write_table(pa.table({"path": list(NAMES), "x": np.arange(N)}), tmp_path / "v.parquet")
    assert "no features were found; the columns are: path (string), x (int64)" in refused(tmp_path / "v.parquet")


def test_clip_retrieval_folders(tmp_path):
    (tmp_path / "img_emb").mkdir()
    (tmp_path / "metadata").mkdir()
    for shard, part in enumerate((slice(0, 7), slice(7, N))):
        np.save(tmp_path / "img_emb" / f"img_emb_{shard}.npy", ROWS[part].astype(np.float16))
        table = pa.table({"image_path": list(NAMES[part]), "caption": ["x"] * len(NAMES[part])})
        pq.write_table(table, tmp_path / "metadata" / f"metadata_{shard:03}.parquet")
    for budget in (1 << 20, 30):
        expect(opened(tmp_path, budget=budget), rows=ROWS.astype(np.float16))
    np.save(tmp_path / "img_emb" / "img_emb_1.npy", ROWS[7:9].astype(np.float16))
    with pytest.raises(FeatureError, match=r"img_emb_1.npy: 2 rows, but 5 in the metadata"):
        FeatureStore.open(tmp_path)
    (tmp_path / "metadata" / "metadata_001.parquet").unlink()
    with pytest.raises(FeatureError, match=r"metadata_1\.parquet is missing"):
        FeatureStore.open(tmp_path)


# The documented layout


def test_the_documented_layout_is_read_and_any_other_is_converted(tmp_path):
    with AnnotatorHdf5Writer(tmp_path / "c.h5", D, extractor="test", normalized=False) as writer:
        writer.append(NAMES[:5], ROWS[:5])
        writer.append(NAMES[5:], ROWS[5:])
        writer.label("red / kites", np.zeros(N, np.int8))
    expect(opened(tmp_path / "c.h5"))
    with h5py.File(tmp_path / "c.h5") as file:
        assert (file.attrs["schema"], file.attrs["extractor"]) == ("annotator-features", "test")
        assert list(file["labels"]) == ["red   kites"]


def test_a_canonical_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "c.h5"
    target.write_text("old")
    with pytest.raises(FeatureError, match="it occurs twice"), AnnotatorHdf5Writer(target, D) as writer:
        writer.append([NAMES[0], NAMES[0]], ROWS[:2])
    with pytest.raises(FeatureError, match=r"\.\./a\.jpg"), AnnotatorHdf5Writer(target, D) as writer:
        writer.append(["../a.jpg"], ROWS[:1])
    with pytest.raises(KeyError), AnnotatorHdf5Writer(target, D):
        raise KeyError
    assert [path.name for path in tmp_path.iterdir()] == ["c.h5"]
    assert target.read_text() == "old"
    with pytest.raises(ExportError, match="Choose another place"):
        AnnotatorHdf5Writer(tmp_path / "missing" / "c.h5", D)


# Damage


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(["npy", "npz", "npz packed", "parquet", "h5"]))
def test_a_damaged_file_opens_or_says_why(tmp_path, data, kind):
    path = tmp_path / f"v.{kind.split()[0]}"
    if kind == "npy":
        np.save(path, ROWS)
        (tmp_path / "v.txt").write_text(LISTS[".txt"], encoding="utf-8")
    elif kind == "parquet":
        (tmp_path / "v.txt").unlink(missing_ok=True)
        pq.write_table(pa.table({"path": list(NAMES), "features": list(ROWS)}), path)
    elif kind == "h5":
        with h5py.File(path, "w") as file:
            for name, row in zip(NAMES, ROWS, strict=True):
                file.create_dataset(f"{name}/global_descriptor", data=row)
    else:
        (np.savez if kind == "npz" else np.savez_compressed)(path, features=ROWS, paths=np.array(NAMES))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    keep = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    path.write_bytes(content[:keep])
    with contextlib.suppress(FeatureError), FeatureStore.open(path, budget_bytes=1 << 22) as store:
        assert store.rows(np.arange(min(store.n, 50))).shape[1] == store.d
