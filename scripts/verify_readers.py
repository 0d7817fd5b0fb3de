"""Read Annotator's exports with the programs they are intended for, each in its own environment.

    python scripts/verify_readers.py FOLDER [READER ...]

creates missing environments in FOLDER, exports a small collection with difficult names, reads every export with the
real reader and compares. It prints the table of docs/readers.md. Some readers are large or pin conflicting packages, so
they are not part of the development environment.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from annotator.data.exporting import UNLABELLED, ExportSource, Judged, export
from annotator.data.exporting.classes import Training, training_set
from annotator.types import Label, Ranking

NAMES = (
    "plain.jpg", "with space.jpg", "#first.png", "100%.jpg", "a,b.jpg", "'say'.jpg", "kite \U0001fa81.jpg", "ä.jpg",
    "same/stem.jpg", "same/stem.png", "other/stem.jpg", "=1+1.jpg", "<&>.jpg", "deep/er/plain.jpg",
    "test/a.jpg", "val/b.jpg", "test_1.jpg", "test_2.jpg", "train 1.jpg",
)  # fmt: skip

READERS: dict[str, tuple[str, str, str]] = {
    "datasets": ("datasets", "imagefolder", """
        from datasets import load_dataset
        rows = load_dataset("imagefolder", data_dir=str(out / "imagefolder"), split="train")
        found = {row["image"].size[0]: row["label"] for row in rows}
        assert found == {int(w): label for w, label in known["by_width"].items()}, found
        parts = load_dataset("imagefolder", data_dir=str(out / "parts"))
        places = {"train": "train", "validation": "val", "test": "test"}
        assert set(parts) == set(places), parts
        for name, rows in parts.items():
            found = {row["image"].size[0]: [sorted(row["labels"]), sorted(row["irrelevant"])] for row in rows}
            assert found == {int(w): label for w, label in known["parts"][places[name]].items()}, found
    """),
    "ranx": ("ranx", "ranx, trec-run, trec-qrels", """
        from ranx import Qrels, Run, evaluate
        values = []
        for kind, run, qrels in (("json", "ranx.json", "ranx.qrels.json"), ("trec", "run.trec", "qrels.trec")):
            judged, ranked = Qrels.from_file(str(out / qrels), kind=kind), Run.from_file(str(out / run), kind=kind)
            values.append(evaluate(judged, ranked, "map"))
        assert all(abs(value - known["ap"]) < 1e-9 for value in values), (values, known["ap"])
    """),
    "datumaro": ("datumaro", "cvat, class-folders", """
        from datumaro import Dataset
        import shutil
        shutil.copytree(out.parent / "images", out / "cvat" / "images")
        (out / "cvat" / "annotations.xml").write_bytes((out / "cvat.xml").read_bytes())
        data = Dataset.import_from(str(out / "cvat"), "cvat")
        names = [label.name for label in data.categories()[list(data.categories())[0]]]
        found = {item.id: names[item.annotations[0].label] for item in data}
        assert sorted(found.values()) == sorted(known["labels"].values()), found
        assert set(found) == {name.rpartition(".")[0] for name in known["labels"]}, found
        tree = Dataset.import_from(str(out / "class-folders"), "imagenet")
        names = [label.name for label in tree.categories()[list(tree.categories())[0]]]
        counted = sorted(names[item.annotations[0].label] for item in tree)
        assert counted == sorted(known["decided"].values()), counted
    """),
    "labelstudio": ("label-studio-sdk", "label-studio", """
        from label_studio_sdk.label_interface import LabelInterface
        interface = LabelInterface((out / "tasks.config.xml").read_text())
        tasks = json.loads((out / "tasks.json").read_text("utf-8"))
        assert len(tasks) == len(known["labels"])
        for task in tasks:
            for annotation in task["annotations"]:
                assert annotation.get("was_cancelled") or interface.validate_annotation(annotation), annotation
            for prediction in task.get("predictions", []):
                assert interface.validate_prediction(prediction), prediction
    """),
    "coco": ("pycocotools", "coco", """
        from pycocotools.coco import COCO
        coco = COCO(str(out / "coco.json"))
        names = {c["id"]: c["name"] for c in coco.loadCats(coco.getCatIds())}
        found = {coco.loadImgs(a["image_id"])[0]["file_name"]: names[a["category_id"]]
                 for a in coco.loadAnns(coco.getAnnIds())}
        assert found == known["labels"], found
        for part, expected in known["parts"].items():
            coco = COCO(str(out / f"parts.{part}.json"))
            names = {c["id"]: c["name"] for c in coco.loadCats(coco.getCatIds())}
            found = {one["width"]: [sorted(names[a["category_id"]] for a in coco.loadAnns(coco.getAnnIds(one["id"]))),
                                    sorted(names[c] for c in one["neg_category_ids"])] for one in coco.imgs.values()}
            assert found == {int(w): label for w, label in expected.items()}, found
    """),
    "labelme": ("labelme", "labelme", """
        from labelme._label_file import LabelFile
        read = 0
        for file in (out / "labelme").rglob("*.json"):
            flags = LabelFile(str(file)).flags
            assert set(flags) == {"relevant", "irrelevant", "unsure"} and sum(flags.values()) == 1, flags
            read += 1
        assert read >= len(known["labels"]) - 2
    """),
    "fiftyone": ("fiftyone", "fiftyone, class-folders", """
        import fiftyone as fo
        for kind, folder in ((fo.types.FiftyOneImageClassificationDataset, "fiftyone"),
                             (fo.types.ImageClassificationDirectoryTree, "class-folders")):
            data = fo.Dataset.from_dir(dataset_dir=str(out / folder), dataset_type=kind)
            assert sorted(s.ground_truth.label for s in data) == sorted(known["decided"].values())
    """),
    "frictionless": ("frictionless", "camtrap-dp", """
        import os
        from frictionless import Package
        folder = out / "camtrap-dp"
        described = json.loads((folder / "datapackage.json").read_text("utf-8"))
        if copy := os.environ.get("CAMTRAP_DP"):  # a copy of github.com/tdwg/camtrap-dp, where there is no network
            described.pop("profile")
            for one in described["resources"]:
                one["schema"] = json.loads(Path(copy, one["schema"].rpartition("/")[2]).read_text("utf-8"))
        package = Package.from_descriptor(described, basepath=str(folder))
        report = package.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
        observed = {row["mediaID"] for row in package.get_resource("observations").read_rows() if row["mediaID"]}
        assert observed == {name for name, label in known["labels"].items() if label == "relevant"}, observed
    """),
    "pyld": ("pyld", "web-annotations", """
        import os
        from pyld import jsonld
        copy = Path(os.environ["WEB_ANNOTATION"])  # of github.com/w3c/web-annotation
        context = json.loads((copy / "jsonld" / "anno.jsonld").read_text("utf-8"))
        def load(url, options):
            assert url == "http://www.w3.org/ns/anno.jsonld", url
            return {"contextUrl": None, "documentUrl": url, "document": context}
        page = json.loads((out / "page.json").read_text("utf-8"))
        base = "file:///images/"
        (node,) = jsonld.expand(page, {"documentLoader": load, "base": base})
        oa = "http://www.w3.org/ns/oa#"
        value = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
        found = {}
        for one in node["http://www.w3.org/ns/activitystreams#items"][0]["@list"]:
            said = {b[oa + "hasPurpose"][0]["@id"]: b[value][0]["@value"] for b in one[oa + "hasBody"]}
            found[one[oa + "hasTarget"][0]["@id"]] = said[oa + "classifying"]
            assert (oa + "tagging" in said) == (said[oa + "classifying"] == "relevant"), said
        from urllib.parse import quote
        assert found == {base + quote(name): label for name, label in known["labels"].items()}, found
        assert len(jsonld.to_rdf(page, {"documentLoader": load, "base": base})["@default"]) > 5 * len(found)
    """),
    "dwca": ("python-dwca-reader", "darwin-core", """
        from dwca.read import DwCAReader
        with DwCAReader(str(out / "darwin-core")) as archive:
            assert archive.core_contains_term("http://rs.tdwg.org/dwc/terms/scientificName")
            rows = list(archive.rows)
            media = [one.data["http://purl.org/dc/terms/identifier"] for row in rows for one in row.extensions]
        assert {row.data["http://rs.tdwg.org/dwc/terms/scientificName"] for row in rows} == {"Milvus milvus"}
        assert sorted(media) == sorted(name for name, label in known["labels"].items() if label == "relevant"), media
    """),
    "exiv2": ("pyexiv2", "xmp", """
        import pyexiv2
        picks = {"relevant": "3", "irrelevant": "1", "unsure": "2"}
        for name, label in known["labels"].items():
            with pyexiv2.Image(str(out / "xmp" / f"{name}.xmp")) as image:
                data = image.read_xmp()
            assert data["Xmp.digiKam.PickLabel"] == picks[label], data
            assert data["Xmp.digiKam.TagsList"] == [f"birds/red kites/{label}"], data
    """),
    "pandas": ("pandas pyarrow", "labels-parquet, ranking-parquet, labels-csv", """
        import pandas
        table = pandas.read_parquet(out / "labels.parquet")
        same = pandas.read_csv(out / "labels.csv")
        for frame in (table, same):
            labels = {p: l for p, l in zip(frame["path"], frame["label"]) if isinstance(l, str)}
            assert labels == known["labels"], labels
        assert list(pandas.read_parquet(out / "ranking.parquet")["path"]) == known["ranked"]
    """),
}  # fmt: skip
"""By environment: pip packages, formats read, and the code that reads them."""


def make(folder: Path) -> dict[str, object]:
    """Export a collection in all formats and return the expected contents."""
    root = folder / "images"
    for number, name in enumerate(NAMES):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        exif = Image.Exif()
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"2024:05:01 06:{number:02d}:00"
        Image.new("RGB", (30 + number, 20), (number * 9, 0, 0)).save(root / name, exif=exif)
    n = len(NAMES)
    codes = np.array([(UNLABELLED, 1, -1)[i % 3] for i in range(n)], np.int8)
    codes[5] = 0
    judged = {int(i): Judged(1, "ital", "2026-01-31T09:00:00Z") for i in np.flatnonzero(codes != UNLABELLED)}
    order = np.arange(n - 1, -1, -1)
    ranking = Ranking(order, np.linspace(0.9, -0.9, n).astype(np.float32), np.ones(n, np.float32), 1, 4)
    source = ExportSource("red kites", "birds", NAMES, codes, judged, ranking, images_root=root)
    out = folder / "out"
    out.mkdir()
    for name, target in (
        ("imagefolder", "imagefolder"), ("ranx", "ranx.json"), ("cvat", "cvat.xml"), ("class-folders", "class-folders"),
        ("label-studio", "tasks.json"), ("coco", "coco.json"), ("labelme", "labelme"), ("fiftyone", "fiftyone"),
        ("xmp", "xmp"), ("labels-parquet", "labels.parquet"), ("ranking-parquet", "ranking.parquet"),
        ("labels-csv", "labels.csv"), ("trec-run", "run.trec"), ("trec-qrels", "qrels.trec"),
        ("web-annotations", "page.json"),
    ):  # fmt: skip
        export(name, source, out / target)
    (folder / "places.csv").write_text("deploymentID,latitude,longitude\nnorth,51.5,4.25\n")
    places = {"deployments": str(folder / "places.csv"), "predicted": False}
    export("camtrap-dp", source, out / "camtrap-dp", options=places)
    export("darwin-core", source, out / "darwin-core", options={"species": "Milvus milvus"})
    topics = {"red kites": codes, "in flight": np.roll(codes, 4)}
    several = replace(source, topics=topics, stacks=np.arange(n) // 2)
    options = {"all_topics": True, "split": "40/30/30"}
    export("imagefolder", several, out / "parts", options=options)
    export("coco", several, out / "parts.json", options=options)
    words = {NAMES[i]: Label(int(codes[i])).word for i in judged}
    decided = {name: word for name, word in words.items() if word != "unsure"}
    relevant = codes[order] == 1
    precision = np.cumsum(relevant) / np.arange(1, n + 1)
    return {
        "labels": words,
        "decided": decided,
        "by_width": {30 + NAMES.index(name): word for name, word in decided.items()},
        "parts": _parts(several, options),
        "ranked": [NAMES[i] for i in order],
        "ap": float(precision[relevant].mean()),
    }


def _parts(source: ExportSource, options: dict[str, object]) -> dict[str, dict[int, list[list[str]]]]:
    """Return by part and width of the image the topics that it is relevant to, and those that it is not."""
    data = training_set(source, Training(**options))
    parts: dict[str, dict[int, list[list[str]]]] = {part: {} for part in data.parts}
    for row, image in enumerate(data.images.tolist()):
        labels = [[name for name, code in source.topics.items() if code[image] == sign] for sign in (1, -1)]
        parts[data.parts[data.part[row]]][30 + image] = [sorted(one) for one in labels]
    return parts


def environment(folder: Path, name: str, packages: str) -> Path:
    """Return the Python of an environment with the packages; the environment is created if missing."""
    python = folder / name / "bin" / "python"
    if not python.exists():
        venv.create(folder / name, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *packages.split()], check=True)
    return python


def main() -> int:
    """Verify the named readers, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of the environments")
    parser.add_argument("readers", nargs="*", default=list(READERS), help="readers to verify (default: all)")
    given = parser.parse_args()
    failed = 0
    print("| reader | version | formats | result |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        (work / "known.json").write_text(json.dumps(make(work)))
        head = "import json, sys; from pathlib import Path; out = Path(sys.argv[1]) / 'out'\n"
        head += "known = json.loads((out.parent / 'known.json').read_text())\n"
        for name in given.readers:
            packages, formats, snippet = READERS[name]
            package = packages.split()[0]
            try:
                python = environment(given.folder, name, packages)
            except subprocess.CalledProcessError:
                print(f"| {package} | | {formats} | cannot be installed here |")
                failed += 1
                continue
            lines = "\n".join(line[8:] for line in snippet.splitlines())
            version = f"from importlib.metadata import version; print(version({package!r}))"
            told = subprocess.run([python, "-c", version], capture_output=True, text=True)
            ran = subprocess.run([python, "-c", head + lines, work], capture_output=True, text=True)
            result = "equal" if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["failed"])[-1][:160]
            failed += ran.returncode != 0
            print(f"| {package} | {told.stdout.strip()} | {formats} | {result} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
