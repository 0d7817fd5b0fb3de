"""Columns of metadata: read from all images, stopped and taken up again, joined from tables, kept in the project."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
import small_collection
from image_files import save_picture
from PIL import Image

from annotator.data.metadata import metadata, reader
from annotator.data.metadata.metadata import BLOCK, Metadata, text_column
from annotator.data.metadata.tables import read_table
from annotator.data.project import migrations
from annotator.errors import Cancelled, ConfigError, ProjectError
from annotator.expressions.text_column import TextColumn
from annotator.parameters import Scope
from annotator.session.session import Session
from annotator.types import Progress

N = 12


@pytest.fixture
def small(tmp_path: Path) -> small_collection.Small:
    """Twelve images, of which the first three were taken by cameras at times, and one is no image."""
    small = small_collection.make(tmp_path)
    for number, camera in enumerate(("Nikon", "Canon", "Nikon")):
        exif = Image.Exif()
        exif[0x0110] = camera
        exif[0x0132] = f"2024:0{number + 1}:01 10:00:00"
        save_picture(small.images / f"00/im{number:04d}.png", 40, 20, exif=exif)
    (small.images / "01/im0009.png").write_bytes(b"damaged")
    return small


def listed(column: metadata.Column) -> list[object]:
    if isinstance(column, TextColumn):
        return [None if code < 0 else column.words[code] for code in column.codes]
    return [None if np.isnan(value) else value for value in column.tolist()]


def test_some_columns_are_known_at_once(small) -> None:
    with small.create() as session:
        assert list(session.collection.metadata.columns) == ["folder", "file_size", "image_note"]
        assert listed(session.collection.metadata.columns["folder"]) == ["00"] * 5 + ["01"] * 5 + ["02"] * 2
        assert session.collection.metadata.columns["file_size"][9] == 7


def test_what_was_read_is_there_when_the_project_is_opened_again(small) -> None:
    shares = []
    with small.create() as session:
        session.collection.metadata.read(["exif", "size"]).run(Progress(shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with Session.open(small.project, read_only=True) as session:
        known = session.collection.metadata.columns
        assert listed(known["camera"]) == ["Nikon", "Canon", "Nikon"] + [None] * 9
        assert listed(known["month"]) == [1, 2, 3] + [None] * 9
        assert listed(known["width"]) == [40] * 3 + [2] * 6 + [None] + [2] * 2
        assert listed(known["series"]) == [0, 1, 2] + [None] * 9
        assert known.infos["camera"].kind == "text"
        assert not known["month"].flags.writeable
        with pytest.raises(ProjectError, match="read-only"):
            session.collection.metadata.read(["quality"]).run()


def test_reading_stops_at_once_and_goes_on_where_it_was(small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "BLOCK", 4)
    monkeypatch.setattr(reader, "BLOCK", 4)
    read: list[int] = []

    def count(root, sources, path):
        image = int(path.removesuffix(".png")[-4:])
        read.append(image)
        return {"width": float(image)}

    monkeypatch.setattr(reader, "_facts", count)
    stop = Progress()

    def report(share: float) -> None:
        if share >= 0.5:
            stop.cancel.set()

    with small.create() as session:
        with pytest.raises(Cancelled):
            session.collection.metadata.read(["size"]).run(Progress(report, stop.cancel))
        assert listed(session.collection.metadata.columns["width"]) == [0, 1, 2, 3] + [None] * 8
        read.clear()
        session.collection.metadata.read(["size"]).run()
        assert sorted(read) == list(range(4, 12))
        assert listed(session.collection.metadata.columns["width"]) == list(range(12))
        read.clear()
        session.collection.metadata.read(["size"]).run()
        assert read == []
        session.collection.metadata.read(["size"], again=True).run()
        assert sorted(read) == list(range(12))


def test_images_that_changed_are_read_again_when_asked_for(small) -> None:
    with small.create() as session:
        session.collection.metadata.read(["size"]).run()
        save_picture(small.images / "01/im0009.png", 10, 30)
        session.collection.metadata.read(["size"]).run()
        assert listed(session.collection.metadata.columns["height"])[9] is None
        session.collection.metadata.read(["size"], again=True).run()
        assert session.collection.metadata.columns["height"][9] == 30


def test_what_can_be_read_is_listed(small) -> None:
    with small.create() as session, pytest.raises(ConfigError, match=r"'colour' cannot be read.*exif, size, quality"):
        session.collection.metadata.read(["exif", "colour"]).run()


def test_many_blocks_with_growing_words_come_back_as_they_were(small) -> None:
    n = 3 * BLOCK + 7
    with small.create() as session:
        database = session._state.project.database
        texts = [None if i % 5 == 0 else f"word {i // 100}" for i in range(n)]
        numbers = np.arange(n) / 3
        for first in range(0, n, BLOCK):
            with database.transaction() as connection:
                metadata.store(connection, "word", "csv", first, text_column(texts[first : first + BLOCK]))
                metadata.store(connection, "number", "csv", first, numbers[first : first + BLOCK])
        known = Metadata(database, ["x"] * n)
        assert listed(known["word"]) == texts
        assert known["number"].tolist() == numbers.tolist()
        assert len(known["word"].words) == len({text for text in texts if text})


def test_a_column_is_stored_compactly(small) -> None:
    n = 20_000
    with small.create() as session:
        with session._state.project.database.transaction() as connection:
            metadata.store(connection, "year", "csv", 0, np.full(n, 2024.0))
        size = session._state.project.database.read("SELECT sum(length(data)) FROM metadata_block")[0][0]
    assert size < n


# Tables


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


PATHS = ("00/a.jpg", "00/b.jpg", "01/c.jpg")


def test_columns_of_a_table_are_joined_by_name(tmp_path: Path) -> None:
    text = "Site,filename,Depth (m),year,note\nreef,c.jpg,3.5,1,\n,A.JPG,,2,x\nlagoon,none.jpg,7,3,y\n"
    read = read_table(table(tmp_path / "t.csv", text), PATHS)
    assert {name: listed(column) for name, column in read.columns.items()} == {
        "site": [None, None, "reef"], "depth_m": [None, None, 3.5], "csv_year": [2, None, 1], "note": ["x", None, None],
    }  # fmt: skip
    assert read.renamed == {"Site": "site", "Depth (m)": "depth_m", "year": "csv_year"}
    assert (read.matched, read.repeated) == (2, ())
    assert [(one.path, one.reason) for one in read.unmatched] == [("none.jpg", "no image has this name")]
    assert read.loose == (("c.jpg", "01/c.jpg"), ("A.JPG", "00/a.jpg"))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1", "2.5", "-3e2"), [1, 2.5, -300]),
        (("1", "NA", "inf"), [1, None, None]),
        (("1", "two", ""), ["1", "two", None]),
        (("1_0", "2", "3"), ["1_0", "2", "3"]),
        (("", "", ""), [None, None, None]),
    ],
)
def test_a_column_holds_numbers_if_all_its_values_are(tmp_path: Path, cells, expected) -> None:
    rows = "".join(f"{path},{cell}\n" for path, cell in zip(PATHS, cells, strict=True))
    read = read_table(table(tmp_path / "t.csv", f"path,value\n{rows}"), PATHS)
    assert listed(read.columns["value"]) == expected


def test_titles_become_names_that_an_expression_can_hold(tmp_path: Path) -> None:
    text = "file,class,2nd,Größe,größe,rank\n00/a.jpg,1,2,3,4,5\n"
    assert list(read_table(table(tmp_path / "t.csv", text), PATHS).columns) == [
        "csv_class", "csv_2nd", "groe", "groe_2", "csv_rank"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the first line must name a column with the image \\(path"),
        ("site,depth\nreef,3\n", "the first line must name a column with the image \\(path"),
        ("filename\na.jpg\n", "no column but that of the images"),
        ("filename,site\nx.jpg,reef\n", "none of its 1 names"),
        ("filename,site\n", "none of its 0 names"),
        ('filename,site\n"a.jpg,reef', "cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_table(table(tmp_path / "t.csv", text), PATHS)
    with pytest.raises(ConfigError, match="the file is missing"):
        read_table(tmp_path / "missing.csv", PATHS)


def test_a_table_replaces_its_older_columns(small, tmp_path: Path) -> None:
    first = table(tmp_path / "1.csv", "filename,site,depth\nim0001.png,reef,3\nim0002.png,bay,4\n")
    second = table(tmp_path / "2.csv", "filename,site\nim0002.png,17\n")
    with small.create() as session:
        session.collection.metadata.import_table(first).run()
        session.collection.metadata.import_table(second).run()
    with Session.open(small.project) as session:
        assert listed(session.collection.metadata.columns["site"]) == [None, None, 17] + [None] * 9
        assert listed(session.collection.metadata.columns["depth"]) == [None, 3, 4] + [None] * 9


def test_what_is_known_of_one_image_is_read_by_itself(small, tmp_path: Path) -> None:
    with small.create() as session:
        session.collection.metadata.read(["exif", "size"]).run()
        session.collection.metadata.import_table(
            table(tmp_path / "1.csv", "filename,site,depth\nim0001.png,reef,3.5\n")
        ).run()
        names = [name for name in session.collection.metadata.columns if name != "series"]
        for image in range(12):
            columns = {name: listed(session.collection.metadata.columns[name])[image] for name in names}
            known = {name: value for name, value in columns.items() if value is not None}
            assert session.collection.metadata.columns.values_of(image) == known
        assert session.collection.metadata.columns.values_of(1)["site"] == "reef"
        database = session._state.project.database
        n = 2 * BLOCK + 3
        with database.transaction() as connection:
            metadata.store(connection, "far", "csv", 0, np.arange(float(n)))
        far = Metadata(database, ["x"] * n)
        assert far._value("far", n - 1) == n - 1
        assert far._value("far", BLOCK) == BLOCK


# Older projects


def downgrade(path: Path) -> None:
    """Make the project what a program before metadata would have written."""
    connection = sqlite3.connect(path, isolation_level=None)
    later = (
        "metadata_block",
        "metadata_word",
        "metadata_column",
        "confirmation",
        "export_profile",
        "content",
        "feature_set",
        "generation",
        "note_change",
        "topic_text",
    )
    for name in later:
        connection.execute(f"DROP TABLE {name}")
    for name, column in (
        ("topic", "scope"), ("batch", "scope"), ("topic", "archived"), ("topic", "exclusive"), ("project", "layout"),
        ("image", "missing"), ("example", "words"), ("topic", "judge"), ("topic", "opinion_on"),
        ("example", "saved"), ("example", "pool"), ("change", "old_grade"), ("change", "new_grade"),
    ):  # fmt: skip
        connection.execute(f"ALTER TABLE {name} DROP COLUMN {column}")
    connection.execute("PRAGMA user_version = 1")
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(fresh, migrations.MIGRATIONS[:1])
    schema = (
        "SELECT name, replace(sql, char(10), ' ') FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    names = {name for name, _ in connection.execute(schema)}
    assert names == {name for name, _ in fresh.execute(schema)}
    connection.close()
    fresh.close()


def test_a_project_without_metadata_is_migrated_and_keeps_all_it_had(small) -> None:
    with small.create() as session:
        session.judge([1], 1)
        batch = session.next_batch(3)
    downgrade(small.project)
    with pytest.raises(ProjectError, match="older format"), Session.open(small.project, read_only=True):
        pass
    with Session.open(small.project) as session:
        assert session.labels == {1: 1}
        assert session.batch == batch
        assert session.topic.scope == Scope()
        session.collection.metadata.read(["size"]).run()
        session.topics.configure(scope=Scope(filter="width > 30"))
    with Session.open(small.project) as session:
        assert session.topic.scope == Scope(filter="width > 30")
    assert list(small.project.with_name(small.project.name + ".backups").iterdir())


def test_blocks_are_taken_over_by_columns_that_are_loaded(small, monkeypatch) -> None:
    for module in (metadata, reader):
        monkeypatch.setattr(module, "BLOCK", 5)
    with small.create() as session:
        known = session.collection.metadata
        job = known.read(["exif", "size"], awaited=False)
        loads: list[str] = []
        plain = Metadata._load
        monkeypatch.setattr(Metadata, "_load", lambda self, name: (loads.append(name), plain(self, name))[1])
        folder = known.columns["folder"]
        before = {}
        for done, blocks in enumerate(job.compute(Progress())):
            job.apply(blocks)
            seen = {name: known.columns[name] for name in ("width", "camera", "series")}
            assert np.count_nonzero(~np.isnan(seen["width"])) == (5, 9, 11)[done]
            assert seen["camera"].known.sum() == 3
            assert before.get("width") is None or before["width"] is not seen["width"], "a thread may still use it"
            before = seen
        assert known.columns["folder"] is folder
        assert sorted(set(loads)) == ["camera", "folder", "series", "time", "width"]
        assert loads.count("width") == loads.count("camera") == loads.count("time") == 1
        fresh = Metadata(session.collection.metadata._state.database, session.paths)
        for name in ("width", "time", "camera"):
            assert listed(known.columns[name]) == listed(fresh[name])
    with Session.open(small.project, read_only=True) as session:
        assert listed(session.collection.metadata.columns["camera"])[:4] == ["Nikon", "Canon", "Nikon", None]


def test_columns_are_loaded_by_another_thread_while_blocks_arrive(small, monkeypatch) -> None:
    for module in (metadata, reader):
        monkeypatch.setattr(module, "BLOCK", 5)
    with small.create() as session:
        known = session.collection.metadata
        reading = known.read(["exif", "size"])
        parts = list(reading.compute(Progress()))
        reading.apply(parts[0])
        loading = known.load(["width", "camera", "nothing"])
        (columns,) = loading.compute(Progress())
        reading.apply(parts[1])  # after the other thread has looked, and before its answer
        reading.apply(parts[2])
        loading.apply(columns)
        assert set(columns) == {"width", "camera"}
        assert known.columns.is_loaded("width")
        assert np.count_nonzero(~np.isnan(known.columns["width"])) == 11
        assert list(known.load(["width"]).compute(Progress())) == [{}]
