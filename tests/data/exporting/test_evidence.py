"""The evidence pack is whole, agrees with itself and with another reader, and gives the same ranking again."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import ir_measures
import numpy as np
import pytest
import small_collection
from ir_measures import AP, Judged, P, Rprec

from annotator.cli import main
from annotator.data.exporting.evidence import MEMBERS
from annotator.errors import ExportError
from annotator.sample import create_sample
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import Check, verify
from benchmarks.faults.scenarios import make_collection


@pytest.fixture(scope="module")
def searched(tmp_path_factory) -> dict[str, Path]:
    """A search with judgements, an undo, a correction, an unsure image and an external example."""
    folder = tmp_path_factory.mktemp("evidence")
    sample = create_sample(folder / "sample")
    with Session.create(folder / "digits.annotator", sample.images, sample.features, topic="threes") as session:
        session.examples.add(range(3))
        session.next_batch()
        session.judge(range(100, 110), Label.IRRELEVANT)
        session.judge(range(20, 24), Label.RELEVANT)
        session.undo()
        session.judge([101], Label.RELEVANT)
        session.judge([200], Label.UNSURE)
        session.examples.add_external(np.random.default_rng(0).random(64), "drawn")
        session.export("evidence", folder / "pack.zip")
        session.export("evidence", folder / "again.zip")
    return {"pack": folder / "pack.zip", "again": folder / "again.zip", "features": sample.features}


def test_a_pack_is_whole_and_the_same_bytes_every_time(searched):
    checks = verify(searched["pack"])
    assert [check.name for check in checks if check.passed is False] == []
    assert sum(check.passed is True for check in checks) == 2 + len(MEMBERS) - 1
    assert searched["pack"].read_bytes() == searched["again"].read_bytes()


def test_the_search_gives_the_same_ranking_again(searched):
    checks = verify(searched["pack"], searched["features"])
    assert [check.name for check in checks if not check.passed] == [
        "docmap.csv: the checksums of the images",
        "search.json: the versions of the programs",
        "search.json: topic key, reviewed images, and how batches are chosen",
        "the signature is one of the allowed signers",
    ]
    assert re.match("1,797 images, (same order|[0-9]+ in another place, all within rounding)", checks[-2].found)


def test_common_tools_check_it_too(searched, tmp_path):
    with zipfile.ZipFile(searched["pack"]) as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "judgements.qrels")))
    run = list(ir_measures.read_trec_run(str(tmp_path / "ranking.run")))
    measured = ir_measures.calc_aggregate([AP, P @ 10, Rprec, Judged @ 10], qrels, run)
    stored = json.loads((tmp_path / "metrics.json").read_text())
    assert {str(measure): value for measure, value in measured.items()} == pytest.approx(stored["measures"], abs=1e-6)
    assert stored["command"].split()[3:] == list(stored["measures"])
    search = json.loads((tmp_path / "search.json").read_text())
    assert search["settings"]["strategy"] == "mix"
    assert "numpy" in search["versions"]
    assert search["neighbour_graph"] is True


def tampered(pack: Path, target: Path, change) -> Path:
    """Write a pack with changed members, with or without checksums that fit."""
    with zipfile.ZipFile(pack) as archive:
        parts = {name: archive.read(name) for name in MEMBERS}
    change(parts)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def resum(parts: dict[str, bytes]) -> None:
    names = [name for name in parts if name != "SHA256SUMS"]
    parts["SHA256SUMS"] = "".join(f"{hashlib.sha256(parts[n]).hexdigest()}  {n}\n" for n in names).encode()


def test_a_changed_file_is_noticed(searched, tmp_path):
    def change(parts: dict[str, bytes]) -> None:
        parts["labels.csv"] = parts["labels.csv"].replace(b"irrelevant", b"relevant", 1)

    check, _signature = verify(tampered(searched["pack"], tmp_path / "a.zip", change))
    assert not check.passed
    assert check.found == "changed: labels.csv"


@pytest.mark.parametrize(
    ("member", "old", "new", "failing"),
    [
        ("labels.csv", b",irrelevant,0,", b",relevant,1,", "labels.csv follows from the other files"),
        ("metrics.json", b'"AP": 1', b'"AP": 0', "metrics.json follows from the other files"),
        ("judgements.qrels", b" 1\n", b" 0\n", "judgements.qrels follows from the other files"),
        (
            "state.events.jsonl",
            b'"new": "relevant"',
            b'"new": "irrelevant"',
            "labels.csv follows from the other files",
        ),
    ],
)
def test_files_that_do_not_agree_are_noticed_even_with_new_checksums(searched, tmp_path, member, old, new, failing):
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[member]
        parts[member] = parts[member].replace(old, new, 1)
        resum(parts)

    checks = verify(tampered(searched["pack"], tmp_path / "a.zip", change))
    assert failing in [check.name for check in checks if not check.passed]


def test_another_search_does_not_give_the_ranking(searched, tmp_path):
    def change(parts: dict[str, bytes]) -> None:
        for name in ("search.json", "labels.json"):  # both, so that they agree
            parts[name] = re.sub(rb'"prior_mean": [-.0-9]+', b'"prior_mean": -1.5', parts[name])
        resum(parts)

    checks = verify(tampered(searched["pack"], tmp_path / "a.zip", change), searched["features"])
    (failed,) = (check for check in checks if check.passed is False)
    assert failed.name == "the search, computed again, gives the ranking"
    assert "rounding" not in failed.found


def test_other_features_are_noticed(searched, tmp_path):
    import h5py

    shutil.copy(searched["features"], tmp_path / "f.h5")
    with h5py.File(tmp_path / "f.h5", "a") as file:
        file["features"][0] = 7
    checks = verify(searched["pack"], tmp_path / "f.h5")
    assert [(check.name, check.found) for check in checks if check.passed is False] == [
        ("the feature file is the one of the search", "rows")
    ]


def test_what_is_no_pack_is_refused(searched, tmp_path):
    (tmp_path / "a.zip").write_text("no archive")
    with pytest.raises(ExportError, match="no evidence pack"):
        verify(tmp_path / "a.zip")
    with pytest.raises(ExportError, match="it must hold README"):
        verify(tampered(searched["pack"], tmp_path / "b.zip", lambda parts: parts.pop("rows.csv")))

    def change(parts: dict[str, bytes]) -> None:
        parts["state.events.jsonl"] = b"{"
        resum(parts)

    with pytest.raises(ExportError, match="the pack is damaged"):
        verify(tampered(searched["pack"], tmp_path / "c.zip", change))


def test_the_command_says_what_holds(searched, tmp_path, capsys):
    assert main(["verify", str(searched["pack"]), "--features", str(searched["features"])]) == 0
    said = capsys.readouterr().out
    assert said.count("holds") == 2 + len(MEMBERS) - 1 + 2
    broken = tampered(searched["pack"], tmp_path / "a.zip", lambda parts: parts.update({"README.txt": b""}))
    assert main(["verify", str(broken), "--json"]) == 1
    assert '"passed": false' in capsys.readouterr().out


def damages(data: bytes, seed: str) -> Iterator[tuple[str, bytes]]:
    """Yield what a person who wants another result would do to a member."""
    chance = random.Random(seed)
    lines = data.splitlines(keepends=True)
    at = sorted(chance.sample(range(len(lines)), min(2, len(lines))))
    yield "a line is gone", b"".join(lines[: at[0]] + lines[at[0] + 1 :])
    yield "a line is twice", b"".join(lines[: at[0]] + lines[at[0] : at[0] + 1] + lines[at[0] :])
    yield "the end is gone", data[: len(data) * 2 // 3]
    yield "something is added", data + b"x\n"
    yield "the lines end as on Windows", data.replace(b"\n", b"\r\n")
    if len(at) > 1:
        swapped = [*lines]
        swapped[at[0]], swapped[at[1]] = swapped[at[1]], swapped[at[0]]
        yield "two lines are exchanged", b"".join(swapped)
    for word, other in ((b"irrelevant", b"relevant"), (b"unsure", b"relevant"), (b" 1\n", b" 0\n"), (b"mix", b"ital")):
        places = [found.start() for found in re.finditer(re.escape(word), data)]
        if places:
            place = chance.choice(places)
            yield f"{word!r} is {other!r}", data[:place] + other + data[place + len(word) :]
    digits = [found.start() for found in re.finditer(rb"[0-9]", data)]
    for place in chance.sample(digits, min(4, len(digits))):
        digit = str((int(data[place : place + 1]) + 1) % 10).encode()
        yield f"the digit at {place} is another", data[:place] + digit + data[place + 1 :]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pack of a search in 24 images, quick to verify."""
    folder = tmp_path_factory.mktemp("small")
    make_collection(folder / "images", folder / "features.h5")
    with Session.create(folder / "p.annotator", folder / "images", folder / "features.h5", topic="kites") as session:
        session.next_batch()
        session.judge([0, 1], Label.RELEVANT)
        session.judge([2, 3], Label.IRRELEVANT)
        session.judge([4], Label.UNSURE)
        session.judge([2], Label.RELEVANT)
        session.export("evidence", folder / "pack.zip")
    return folder / "pack.zip"


@pytest.mark.parametrize("member", MEMBERS)
def test_whatever_is_changed_in_a_member_is_noticed_or_listed_as_not_checked(small, tmp_path, member):
    with zipfile.ZipFile(small) as archive:
        data = archive.read(member)
    for what, damaged in damages(data, member):
        if damaged == data:
            continue

        def change(parts: dict[str, bytes], damaged: bytes = damaged) -> None:
            parts[member] = damaged
            if member != "SHA256SUMS":
                resum(parts)

        try:
            checks = verify(tampered(small, tmp_path / "a.zip", change))
        except ExportError as error:
            assert "the pack is damaged" in str(error)  # noqa: PT017 - both are right
            continue
        if all(check.passed is not False for check in checks):
            changed = set(re.findall(rb"[^\s,]+", damaged)) ^ set(re.findall(rb"[^\s,]+", data))
            assert unchecked(member, changed, data), f"{member}: {what} is not noticed"


def unchecked(member: str, changed: set[bytes], data: bytes) -> bool:
    """Return whether what changed is what the checks list as not checked."""
    if member == "docmap.csv":
        return bool(changed) and all(re.fullmatch(rb"[0-9a-f]{64}x?", one) for one in changed)
    if member == "rows.csv":
        return all(re.fullmatch(rb"[0-9]+", one) for one in changed)
    if member == "search.json":
        tail = data[data.index(b'"topic_key"') :]
        return all(one in tail for one in changed if one in data)
    return member == "ranking.csv" and not changed


@pytest.mark.parametrize("where", ["before", "after", "in a comment", "in a member"])
def test_bytes_beside_the_files_are_noticed(small, tmp_path, where):
    target = tmp_path / "a.zip"
    shutil.copy(small, target)
    if where == "in a comment":
        with zipfile.ZipFile(target, "a") as archive:
            archive.comment = b"hidden"
    elif where == "in a member":
        with zipfile.ZipFile(small) as archive, zipfile.ZipFile(target, "w") as other:
            for one in archive.infolist():
                one.extra = b"\x99\x99\x02\x00hi"
                other.writestr(one, archive.read(one.filename))
    else:
        data = small.read_bytes()
        target.write_bytes(b"hidden" + data if where == "before" else data + b"hidden")
    checks = verify(target)
    assert not checks[0].passed
    assert "bytes of the archive belong to none" in checks[0].found


def test_large_members_are_no_surplus(small, tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    with zipfile.ZipFile(small) as archive, zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as other:
        for name in MEMBERS:
            info = zipfile.ZipInfo(name)
            info.file_size = len(archive.read(name))
            with other.open(info, "w") as stream:
                stream.write(archive.read(name))
    assert verify(tmp_path / "a.zip")[0].passed


def test_what_is_wrong_in_the_search_is_said(small, tmp_path):
    def damage(**fields: object) -> str:
        def change(parts: dict[str, bytes]) -> None:
            search = {**json.loads(parts["search.json"]), **fields}
            parts["search.json"] = json.dumps({name: value for name, value in search.items() if value != "-"}).encode()
            resum(parts)

        with pytest.raises(ExportError) as caught:
            verify(tampered(small, tmp_path / "a.zip", change))
        return str(caught.value)

    assert "3 is not an image of rows.csv" in damage(reviewed=[3])
    assert "missing field: 'reviewed'" in damage(reviewed="-")


def test_a_pack_that_unpacks_to_too_much_is_refused(small, tmp_path):
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(small) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as other:
        for name in MEMBERS:
            other.writestr(name, bytes(1 << 26) if name == "state.jsonl" else archive.read(name))
    with pytest.raises(ExportError, match="it unpacks to 67,"):
        verify(target)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_a_signature_says_who_made_the_pack(small, tmp_path, capsys):
    pack, signers = tmp_path / "pack.zip", tmp_path / "signers"
    shutil.copy(small, pack)
    for name in ("key", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    public = (tmp_path / "key.pub").read_text()
    signers.write_text(f"anna@example.org {public}")
    assert main(["verify", str(pack), "--signers", str(signers)]) == 2
    assert "pack.zip.sig: the file is missing" in capsys.readouterr().err
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-n", "annotator", "-f", tmp_path / "key", pack]
    subprocess.run(sign, check=True)
    assert verify(pack)[-1].found == "pack.zip.sig is there; check it with --signers"
    assert verify(pack, signers=signers)[-1] == Check(
        "the signature is one of the allowed signers", True, "anna@example.org"
    )
    signers.write_text(f"anna@example.org {(tmp_path / 'other.pub').read_text()}")
    assert verify(pack, signers=signers)[-1].passed is False
    signers.write_text(f"anna@example.org {public}")
    tampered(small, pack, lambda parts: parts.update({"docmap.csv": parts["docmap.csv"]}))
    assert verify(pack, signers=signers)[-1].found == "it does not fit the pack"
    assert main(["verify", str(pack), "--signers", str(signers)]) == 1


def test_a_pack_that_is_not_there_is_called_missing(tmp_path):
    with pytest.raises(ExportError, match=r"nosuch\.zip: the file is missing"):
        verify(tmp_path / "nosuch.zip")


@pytest.fixture(scope="module")
def certified(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("certified")
    made = small_collection.make(folder, 60)
    with made.create(batch_size=4) as session:
        session.judge(list(range(0, 55, 5)), Label.RELEVANT)
        session.next_batch()
        batch = session.stopping.certify(0.8, 0.9).run()
        session.judge(batch.images, Label.IRRELEVANT)
        session.judge([1, 2], Label.IRRELEVANT)
        session.undo()
        session.export("evidence", folder / "pack.zip")
    return folder / "pack.zip"


def test_a_certificate_is_in_the_pack_and_computed_again(certified, capsys):
    with zipfile.ZipFile(certified) as archive:
        stored = json.loads(archive.read("certificate.json"))
        assert "certificate.json " in archive.read("README.txt").decode()
        page = archive.read("certificate.pdf").decode("cp1252")
    assert stored["certified"] is True
    assert stored["goal"] == {"recall": 0.8, "confidence": 0.9}
    assert stored["statement"].startswith("Certified: at least 80 % of the relevant images are found")
    (audit,) = stored["audits"]
    assert [one["label"] for one in audit["images"]] == ["irrelevant"] * stored["audited"]
    assert "(Certified: at least 80 % of the relevant images are found, with 90 % confidence, by" in page
    assert all(f"({one['path']})" in page for one in audit["images"])
    assert main(["verify", str(certified)]) == 0
    said = capsys.readouterr().out
    assert all(f"certificate.{kind} follows from the other files" in said for kind in ("json", "pdf"))


def test_a_pack_of_an_older_program_has_no_page(certified, tmp_path, capsys):
    with zipfile.ZipFile(certified) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "certificate.pdf"}
    parts["README.txt"], changed = re.subn(rb"certificate.pdf .*\n", b"", parts["README.txt"])
    assert changed == 1
    parts["SHA256SUMS"] = re.sub(rb".*certificate.pdf\n", b"", parts["SHA256SUMS"])
    resum(parts)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert main(["verify", str(tmp_path / "a.zip")]) == 0


@pytest.mark.parametrize(
    ("member", "old", "new", "others"),
    [
        ("certificate.json", rb'"recall": 0.8,', b'"recall": 0.99,', ()),
        ("certificate.json", rb'"bound": \d+', b'"bound": 11', ()),
        ("certificate.json", rb'"chance": [.\d]+', b'"chance": 0.9', ("certificate.pdf",)),
        ("certificate.json", rb'"label": "irrelevant"', b'"label": "relevant"', ()),
        ("certificate.pdf", rb"with 90 %", b"with 99 %", ()),
    ],
)
def test_a_certificate_that_does_not_follow_is_noticed(certified, tmp_path, member, old, new, others):
    with zipfile.ZipFile(certified) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member], changed = re.subn(old, new, parts[member], count=1)
    assert changed
    resum(parts)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    failed = [check.name for check in verify(tmp_path / "a.zip") if check.passed is False]
    assert failed == [f"{name} follows from the other files" for name in (member, *others)]


@pytest.fixture(scope="module")
def agreed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("agreed")
    with small_collection.make(folder).create(batch_size=4) as session:
        session.judge([0, 1, 2], Label.RELEVANT)
        session.judge([3, 4, 5], Label.IRRELEVANT)
        session.judgements.others.share(folder / "ben.annotator", "Ben", 4).run()
        with Session.open(folder / "ben.annotator") as theirs:
            theirs.judge([0, 1], Label.RELEVANT)
            theirs.judge([2, 3], Label.IRRELEVANT)
        session.judgements.others.merge(folder / "ben.annotator").run()
        session.next_batch()
        session.export("evidence", folder / "pack.zip")
    return folder / "pack.zip"


def test_what_people_agree_on_is_part_of_the_search_that_is_computed_again(agreed, tmp_path):
    with zipfile.ZipFile(agreed) as archive:
        search = json.loads(archive.read("search.json"))
    factors = [search["doubt"][f"00/im{image:04d}.png"] for image in range(5)]
    assert factors == pytest.approx([1 / 3, 1 / 3, 10, 1 / 3, 1])
    checks = verify(agreed, agreed.parent / "work" / "features.h5")
    assert next(check for check in checks if "computed again" in check.name).passed


def test_the_agreement_of_several_people_is_in_the_pack_and_computed_again(agreed, tmp_path):
    with zipfile.ZipFile(agreed) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stored = json.loads(parts["agreement.json"])
    (pair,) = stored["figures"]
    assert (pair["judges"], pair["images"], pair["raw"]["value"], pair["kappa"]["value"]) == (["", "Ben"], 4, 0.75, 0.5)
    assert stored["images"][2]["labels"] == ["relevant", "irrelevant"]
    assert all(check.passed is not False for check in verify(agreed))
    parts["agreement.json"] = parts["agreement.json"].replace(b"0.75", b"0.95", 1)
    resum(parts)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    failed = [check.name for check in verify(tmp_path / "a.zip") if check.passed is False]
    assert failed == ["agreement.json follows from the other files"]
