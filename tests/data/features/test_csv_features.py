"""Features in tables of text, and the reasons why other files are none."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from annotator.data.features.features import FeatureStore
from annotator.data.features.formats.contents import contents
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.errors import FeatureError

WANTED = [[1.5, -2.0], [3.25, 4.0]]


@pytest.mark.parametrize(
    "text",
    [
        "filename,f1,f2\na.jpg,1.5,-2\nb.jpg,3.25,4\n",
        "f1,path,f2\r\n1.5,a.jpg,-2\r\n\r\n3.25,b.jpg,4.0",
        "\ufefffilename;f1;f2\na.jpg;1,5;-2\nb.jpg;3,25;4,0\n",
        "filename\tf1\tf2\na.jpg\t1.5\t-2e0\nb.jpg\t3.25\t4\n",
        "a.jpg,1.5,-2\nb.jpg,3.25,4\n",
        '"a.jpg","1.5","-2"\n"b.jpg","3.25","4"\n',
    ],
)
def test_tables_as_people_have_them(tmp_path: Path, text: str) -> None:
    file = tmp_path / "f.csv"
    file.write_text(text, "utf-8", newline="")
    with FeatureStore.open(file) as store:
        assert store.names == ("a.jpg", "b.jpg")
        assert store.rows(np.arange(2)).tolist() == WANTED
        layout = store.layout
    with FeatureStore.open(file, layout=layout) as again:
        assert again.names == ("a.jpg", "b.jpg")
    assert contents(file) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", ["c.h5", "c.tsv", "features"])
def test_tables_are_recognized_by_their_content(tmp_path: Path, name: str, encoding: str) -> None:
    file = tmp_path / name
    file.write_text("filename,x,y\nä.jpg,1.5,-2\nb.jpg,3.25,4\n", encoding)
    with FeatureStore.open(file) as store:
        assert store.names == ("ä.jpg", "b.jpg")
        assert store.rows(np.arange(2)).tolist() == WANTED
    assert contents(file) == ()


def test_names_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("1.5,-2\n3.25,4\n")
    (tmp_path / "f.txt").write_text("a.jpg\nb.jpg\n")
    with FeatureStore.open(tmp_path / "f.csv") as store:
        assert store.names == ("a.jpg", "b.jpg")
    (tmp_path / "g.csv").write_text("who,x,y\na.jpg,1.5,-2\nb.jpg,3.25,4\n")
    with FeatureStore.open(tmp_path / "g.csv", layout=FeatureLayout(names="who")) as store:
        assert store.rows(np.arange(2)).tolist() == WANTED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n", "the table is empty"),
        ("filename,x\n", "the table is empty"),
        ("filename,x\na.jpg,1\nb.jpg\n", "line 3 has 1 cells, the first line has 2"),
        ("filename,x\na.jpg,red\n", "line 2 holds 'red' where a number is expected"),
        ('filename,x\n"a.jpg,1\n', "not a CSV file"),
    ],
)
def test_what_is_no_table_of_features(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "f.csv").write_text(text)
    with pytest.raises(FeatureError, match=said):
        FeatureStore.open(tmp_path / "f.csv", layout=DETECT)


def test_an_old_matlab_file_says_how_to_save_it(tmp_path: Path) -> None:
    from scipy.io import savemat

    savemat(tmp_path / "f.mat", {"features": np.eye(3)})
    with pytest.raises(FeatureError, match=r"-v7\.3"):
        FeatureStore.open(tmp_path / "f.mat")


def test_a_negative_shape_is_called_damage(tmp_path: Path) -> None:
    np.save(tmp_path / "f.npy", np.eye(3))
    data = (tmp_path / "f.npy").read_bytes().replace(b"(3, 3)", b"(-3,3)")
    (tmp_path / "f.npy").write_bytes(data)
    with pytest.raises(FeatureError, match=r"its head gives the shape \(-3, 3\)"):
        FeatureStore.open(tmp_path / "f.npy")


def test_columns_of_one_name_are_refused_and_many_columns_are_read(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    arrays = [pa.array(["a", "b"]), pa.array([1.0, 2.0]), pa.array([1.0, 2.0])]
    parquet.write_table(pa.Table.from_arrays(arrays, names=["path", "x", "x"]), tmp_path / "f.parquet")
    with pytest.raises(FeatureError, match="more than one column is called x"):
        FeatureStore.open(tmp_path / "f.parquet")
    columns = {f"f{number}": np.full(2, number, np.float32) for number in range(3000)}
    parquet.write_table(pa.table({"path": ["a", "b"], **columns}), tmp_path / "g.parquet")
    with FeatureStore.open(tmp_path / "g.parquet") as store:
        assert store.rows(np.array([1]))[0].tolist() == list(range(3000))


@pytest.mark.parametrize(("depth", "reason"), [(50, "no features were found"), (1000, "nested more than 100 deep")])
def test_deeply_nested_groups_do_not_hide_the_reason(tmp_path: Path, depth: int, reason: str) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        group = file
        for _ in range(depth):
            group = group.create_group("g")
    with pytest.raises(FeatureError, match=reason):
        FeatureStore.open(tmp_path / "f.h5")


def test_features_next_to_deeply_nested_groups_are_read(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        group = file
        for _ in range(200):
            group = group.create_group("g")
        file["features"] = np.ones((2, 3), np.float32)
        file["filenames"] = ["a.jpg", "b.jpg"]
    with FeatureStore.open(tmp_path / "f.h5") as store:
        assert store.names == ("a.jpg", "b.jpg")
