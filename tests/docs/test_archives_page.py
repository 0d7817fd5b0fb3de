"""The commands of the page on archives run, one after the other, and give what it says."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main
from annotator.types import Label

PAGE = Path(__file__).resolve().parents[2] / "docs" / "archives.md"
COMMANDS = re.findall(
    r"^annotator (.+)$", "\n".join(re.findall(r"```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)), re.MULTILINE
)
META = """<archive xmlns="http://rs.tdwg.org/dwc/text/"><core rowType="http://rs.tdwg.org/dwc/terms/Occurrence"
 ignoreHeaderLines="1"><files><location>occurrence.csv</location></files><id index="0"/>
<field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
<field index="2" term="http://rs.tdwg.org/dwc/terms/decimalLatitude"/>
<field index="3" term="http://rs.tdwg.org/dwc/terms/associatedMedia"/></core></archive>"""


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_collection.make(tmp_path).create(batch_size=4) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([2], Label.IRRELEVANT)
        project, name = session.project.path, session.paths[0]
    monkeypatch.chdir(project.parent)
    for other in ("pages", "birds"):
        Path(f"{other}.annotator").write_bytes(project.read_bytes())
    canvas = {
        "id": "https://a.org/c/0", "type": "Canvas",
        "metadata": [{"label": {"en": ["Date"]}, "value": {"none": ["1480s"]}}],
        "items": [{"items": [{"body": {"id": f"https://a.org/iiif/{Path(name).stem}/full/max/0/default.jpg"}}]}],
    }  # fmt: skip
    Path("manifest.json").write_text(json.dumps({"type": "Manifest", "items": [canvas]}))
    Path("archive").mkdir()
    Path("archive/meta.xml").write_text(META)
    table = f"id,name,lat,media\n7,Milvus milvus,51.5,https://a.org/{Path(name).name}\n"
    Path("archive/occurrence.csv").write_text(table)
    told = []
    for command in COMMANDS:
        capsys.readouterr()
        assert main(shlex.split(command)) == 0, command
        told.append(capsys.readouterr().out)
    assert all(name in one and len(one.splitlines()) == 2 for one in (told[1], told[4]))
    assert json.loads(Path("found.json").read_text())["items"][0]["target"] == "https://a.org/c/0"
    with Path("occurrences/occurrence.csv").open(newline="") as stream:
        assert [row["scientificName"] for row in csv.DictReader(stream)] == ["Milvus milvus"] * 2
