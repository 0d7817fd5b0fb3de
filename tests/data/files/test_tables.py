"""Tables as people have them, and which of their columns are meant: one reader for labels, metadata and judgements."""

from __future__ import annotations

import codecs
import csv
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import small_collection
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import main
from annotator.data.files.tables import open_table, plain_number
from annotator.data.images.image_columns import KNOWN_TITLES, find_columns
from annotator.data.importing import plan_import, read_labels
from annotator.data.metadata.tables import read_table
from annotator.errors import AmbiguousColumnError, AnnotatorError, ConfigError, ImportLabelsError, TableError
from annotator.session.session import Session
from annotator.types import Label

R, N = Label.RELEVANT, Label.IRRELEVANT
PATHS = ("2020/Ä.jpg", "2020/b.jpg", "2021/b.jpg")

WRITTEN = {
    "as Excel saves it": ("utf-8-sig", "Path;Label;Depth\r\n2020/Ä.jpg;1;1,5\r\n2020/b.jpg;0;-2\r\n"),
    "as Excel saved it": ("cp1252", "Path;Label;Depth\r\n2020/Ä.jpg;ja;1,5\r\n2020/b.jpg;nein;-2\r\n"),
    "as Excel's Unicode text": ("utf-16", "path\tlabel\tdepth\r\n2020/Ä.jpg\tWAHR\t1,5\r\n2020/b.jpg\tFALSCH\t-2\r\n"),
    "after the separator": ("utf-8", "sep=;\r\nPATH;LABEL;DEPTH\r\n2020/Ä.jpg;yes;1,5\r\n2020/b.jpg;no;-2\r\n"),
    "without a mark": ("utf-16-le", "path\tlabel\tdepth\n2020/Ä.jpg\t1.0\t1.5\n2020/b.jpg\t0.0\t-2\n"),
    "of another byte order": ("utf-16-be", "path,label,depth\n2020/Ä.jpg,1,1.5\n2020/b.jpg,0,-2\n"),
    "with bars": ("utf-8", "path|label|depth\n2020/Ä.jpg|1|1.5\n2020/b.jpg|0|-2\n"),
    "with quotes": ("utf-8", '"path","label","depth"\n"2020/Ä.jpg","1","1,5"\n"2020/b.jpg","0","-2"\n'),
    "of Timelapse": ("utf-8", "File,RelativePath,Label,Depth\nÄ.jpg,2020,1,1.5\nb.jpg,2020,0,-2\n"),
    "with a folder": ("utf-8", "filename,folder,label,depth\nÄ.jpg,2020\\,1,1.5\nb.jpg,2020,0,-2\n"),
    "of ExifTool": ("utf-8", "SourceFile,FileName,Label,Depth\n./2020/Ä.jpg,Ä.jpg,1,1.5\n2020/b.jpg,b.jpg,0,-2\n"),
    "with absolute names": ("utf-8", "path,label,depth\n/home/me/2020/Ä.jpg,1,1.5\n\\home\\me\\2020\\b.jpg,0,-2\n"),
    "with addresses": (
        "utf-8", "path,label,depth\nfile:///me/2020/%C3%84.jpg,1,1.5\n/data/local-files/?d=2020%2Fb.jpg,0,-2\n"
    ),
    "with spellings that agree": ("utf-8", "path,label,depth\n2020/Ä.jpg,1,1.5\n2020\\ä.JPG,1,1.5\n2020/b.jpg,0,-2\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRITTEN)
def test_labels_and_metadata_are_read_from_tables_as_people_have_them(tmp_path, kind):
    file = tmp_path / "t.csv"
    encoding, text = WRITTEN[kind]
    file.write_bytes(text.encode(encoding))
    plan = plan_import(read_labels(file), PATHS, {})
    assert plan.new == {0: R, 1: N}
    table = read_table(file, PATHS)
    depth = next(column for name, column in table.columns.items() if name == "depth")
    assert depth[:2].tolist() == [1.5, -2]


@pytest.mark.parametrize(
    "text",
    [
        "File,RelativePath,Label,n\nowl.jpg,2019,1,7\n2019/b.jpg,,0,8\n",
        "path,label,n\n2019/owl.jpg,1,7\n2019/b.jpg,0,8\n",
    ],
)
def test_an_image_that_is_missing_in_its_folder_is_no_image_elsewhere(tmp_path, text):
    file = tmp_path / "t.csv"
    file.write_text(text)
    for paths in (
        ("owl.jpg", "2019/b.jpg", "2020/owl.jpg"),
        ("owl.jpg", "2019/c.jpg"),
        ("old/2019/owl.jpg", "2019/b.jpg"),
    ):
        plan = plan_import(read_labels(file), paths, {})
        assert {paths[image] for image in plan.new} <= {"2019/b.jpg"}
        assert "2019/owl.jpg" in [problem.path for problem in plan.unmatched]
        if "2019/b.jpg" in paths:
            assert [problem.path for problem in read_table(file, paths).unmatched] == ["2019/owl.jpg"]


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("by_input", [True, False])
def test_judgements_are_read_from_them_too(tmp_path, capsys, monkeypatch, kind, by_input):
    small = small_collection.make(tmp_path)
    with small.create() as session:
        paths = session.paths
    encoding, text = WRITTEN[kind]
    renamed = {"2020": "00", "Ä": "im0001", "ä": "IM0001", "%C3%84": "im0001", "b.jpg": "im0002.jpg", ".jpg": ".png"}
    for old, new in renamed.items():
        text = text.replace(old, new)
    content = text.encode(encoding)
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
    assert main(["judge", str(small.project), "--csv", "-" if by_input else str(file)]) == 0, capsys.readouterr().err
    with Session.open(small.project) as session:
        assert dict(session.labels) == {paths.index("00/im0001.png"): R, paths.index("00/im0002.png"): N}


@pytest.mark.parametrize(
    ("header", "row", "image", "label"),
    [
        ("filename,included,asreview_label", "x.jpg,0,1", "x.jpg", "1"),
        ("image,human_label,label", "x.jpg,3,0", "x.jpg", "3"),
        ("path,is_label_issue,label_score,given_label,predicted_label", "x.jpg,,,1,0", "x.jpg", "1"),
        ("path,topic,label,label_int", "x.jpg,t,relevant,1", "x.jpg", "relevant"),
        ("file_name,path,rank,score,label", "1 x.jpg,x.jpg,1,2,0", "x.jpg", "0"),
        ("name,filename,label", "a site,x.jpg,0", "x.jpg", "0"),
        ("id,image,class", "7,x.jpg,0", "x.jpg", "0"),
        ("RelativePath,File,label", "a\\b,x.jpg,0", "a\\b/x.jpg", "0"),
        ("RelativePath,File,label", ",x.jpg,0", "x.jpg", "0"),
        ("folder,filename,label", "a,b/x.jpg,0", "b/x.jpg", "0"),
    ],
)
def test_the_columns_that_a_known_program_writes_count(tmp_path, header, row, image, label):
    file = tmp_path / "t.csv"
    file.write_text(f"{header}\n{row}\n")
    with open_table(file, KNOWN_TITLES) as table:
        columns = find_columns(table, labels=True)
        ((_, cells),) = table.rows
    assert (columns.name(cells), cells[columns.label]) == (image, label)


@pytest.mark.parametrize(
    ("header", "role", "candidates"),
    [
        ("path,file_name,label", "image", ("path", "file_name")),
        ("Path,FileName,label", "image", ("Path", "FileName")),
        ("path,label,included", "label", ("label", "included")),
        ("path,class,relevance", "label", ("class", "relevance")),
        ("File,RelativePath,Species,Bird", "label", ("Species", "Bird")),
    ],
)
def test_a_column_that_is_not_clear_is_asked_for(tmp_path, header, role, candidates):
    file = tmp_path / "t.csv"
    file.write_text(f"{header}\n2020/b.jpg,1,0\n")
    with pytest.raises(AmbiguousColumnError, match=f"--column {role}={candidates[0]}") as caught:
        read_labels(file)
    assert (caught.value.role, caught.value.candidates) == (role, candidates)
    with open_table(file, KNOWN_TITLES) as table:
        place = getattr(find_columns(table, {role: candidates[1]}, labels=True), role)
    assert table.titles[place] == candidates[1]
    with open_table(file, KNOWN_TITLES) as table, pytest.raises(TableError, match="there is no column 'x'"):
        find_columns(table, {role: "x"}, labels=True)


def test_two_columns_of_one_name_are_an_error(tmp_path):
    file = tmp_path / "t.csv"
    for header in ("path,label,Label", "path,PATH,label", "path,label,label"):
        file.write_text(f"{header}\n2020/b.jpg,1,0\n")
        with pytest.raises(ImportLabelsError, match="there are two columns"):
            read_labels(file)
    file.write_text("path,depth,depth\n2020/b.jpg,1,0\n")
    with pytest.raises(ConfigError, match="there are two columns 'depth'"):
        read_table(file, PATHS)


def test_rows_of_one_image_agree_or_are_left_out(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("path,label,depth\n2020/b.jpg,1,1\n2020\\B.jpg,0,2\n2021/b.jpg,1,3\n./2021/b.jpg,1,3\n")
    plan = plan_import(read_labels(file), PATHS, {})
    assert (dict(plan.new), plan.contradictory) == ({2: R}, ("2020/b.jpg",))
    table = read_table(file, PATHS)
    assert table.repeated == ("2020/b.jpg",)
    assert table.columns["depth"][2] == 3


@pytest.mark.parametrize(
    ("text", "delimiter", "number"),
    [
        ("1,5", ";", "1.5"), ("-0,25", "\t", "-0.25"), ("1.234,5", ";", "1234.5"), ("7", ";", "7"),
        ("1,5e3", ";", "1.5e3"),
        ("1,234", ";", "1.234"), ("1,234", ",", None), ("1,5", ",", "1.5"), ("1,2,3", ";", None), ("", ";", None),
        ("-", ";", None), ("a", ";", None), (",", ";", None),
    ],
)  # fmt: skip
def test_numbers_with_a_decimal_comma(text, delimiter, number):
    assert plain_number(text, delimiter) == number


def test_a_column_with_points_and_commas_is_text(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("path;a;b\n2020/b.jpg;1,5;1.5\n2021/b.jpg;2.5;NA\n")
    columns = read_table(file, PATHS).columns
    assert columns["a"].words == ("1,5", "2.5")
    assert columns["b"][1] == 1.5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must name a column"),
        (b"path,label\na,\x81\n", "byte 13 is neither UTF-8 nor Windows-1252"),
        (b"path,label\n" + b"x" * (1 << 21), "line 2: the line is too long"),
        (b"path,label\na\0,b\n", "line 2: this is not a text file"),
        (b'path,label\n"a,b\n', "line 2: this cannot be read as a table"),
        (codecs.BOM_UTF16_LE + b"p", "this is not text"),
    ],
)
def test_what_is_no_table_is_an_error_with_its_place(tmp_path, content, message):
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    for read in (lambda: read_labels(file, "csv"), lambda: read_table(file, PATHS)):
        with pytest.raises(AnnotatorError, match=message) as caught:
            read()
        assert "t.csv" in str(caught.value)


@given(
    st.lists(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8), min_size=2, max_size=2)),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_cell_that_was_written_is_read(rows, delimiter, encoding):
    stream = BytesIO()
    with TextIOWrapper(stream, encoding, newline="") as text:
        writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([["path", "label"], *rows])
        text.flush()
        with open_table(BytesIO(stream.getvalue()), KNOWN_TITLES, "t") as table:
            assert [cells for _, cells in table.rows] == rows


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(TableError, match="the file is missing"), open_table(Path(tmp_path / "none"), KNOWN_TITLES):
        pass
