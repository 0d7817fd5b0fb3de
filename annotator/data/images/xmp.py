"""XMP sidecars of digiKam, darktable and Lightroom, read and merged without losing other content.

XML is parsed without document types, entities and external references (defusedxml). Foreign namespaces are preserved.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml import ElementTree as SafeXml
from defusedxml.common import DefusedXmlException

from annotator.data.files.reading import read_bytes
from annotator.errors import XmpError

__all__ = ["Element", "Packet", "merged", "parsed", "read"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
DIGIKAM = "http://www.digikam.org/ns/1.0/"
LIGHTROOM = "http://ns.adobe.com/lightroom/1.0/"
META = "adobe:ns:meta/"
_PREFIXES = {"x": META, "rdf": RDF, "dc": DC, "digiKam": DIGIKAM, "lr": LIGHTROOM}
_LISTS = ((DIGIKAM, "TagsList", "Seq", "/"), (LIGHTROOM, "hierarchicalSubject", "Bag", "|"), (DC, "subject", "Bag", ""))
MOST_BYTES = 64 << 20
_HEAD = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TAIL = b'\n<?xpacket end="w"?>\n'


@dataclass(frozen=True)
class Packet:
    """The parts of a sidecar that concern labels.

    Attributes:
        pick: Pick label of digiKam: 0 none, 1 rejected, 2 pending, 3 accepted; None if it is absent.
        tags: Tags with their parents, joined by ``/``.
    """

    pick: int | None = None
    tags: tuple[str, ...] = ()


def read(file: Path) -> Packet:
    """Read a sidecar; XmpError says what is wrong with one that cannot be used."""
    root = parsed(file)
    pick = None
    for description in root.iter(f"{{{RDF}}}Description"):
        text = description.get(f"{{{DIGIKAM}}}PickLabel") or description.findtext(f"{{{DIGIKAM}}}PickLabel")
        if text is not None and text.strip().isdecimal():
            pick = int(text)
    return Packet(pick, tuple(_tags(root)))


def parsed(file: Path, content: bytes | None = None) -> Element:
    """Return the root of an XML file, or of its ``content``; namespace prefixes are kept when it is written again.

    Raises:
        XmpError: The file cannot be read, is too large, is not XML, or has a document type or entities.
    """
    return _root(file, read_bytes(file, XmpError, MOST_BYTES) if content is None else content)


def _root(file: Path, data: bytes) -> Element:
    try:
        spaces = [found for _, found in SafeXml.iterparse(io.BytesIO(data), ("start-ns",), forbid_dtd=True)]
        root: Element = SafeXml.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise XmpError("{file}: document types and entities are refused for safety", file=file) from error
    except (SyntaxError, ValueError, LookupError, RecursionError) as error:
        raise XmpError("{file}: this is not XML ({error})", file=file, error=error) from error
    for prefix, space in spaces:
        if prefix and space not in _PREFIXES.values():
            _register(prefix, space)
    return root


def _register(prefix: str, space: str) -> None:
    try:
        register_namespace(prefix, space)
    except ValueError:  # a reserved prefix; any other works as well
        return


def merged(file: Path | None, pick: int | None, tags: Sequence[str], ours: str, words: Collection[str] = ()) -> bytes:
    """Return a sidecar with a pick label and tags, and everything else that an existing one holds.

    Args:
        file: Existing sidecar, or ``None``.
        pick: Pick label to set; ``None`` leaves it unchanged.
        tags: Tags to set, with their parents, joined by ``/``.
        ours: Tags that start with this prefix are replaced by ``tags``; all others are kept.
        words: Last parts that our tags can have. As keywords without parents, only those of the tags are kept.

    Raises:
        XmpError: The existing sidecar cannot be read and must not be overwritten.
    """
    for prefix, space in _PREFIXES.items():
        register_namespace(prefix, space)
    root = parsed(file) if file is not None else _empty()
    rdf = root if root.tag == f"{{{RDF}}}RDF" else root.find(f"{{{RDF}}}RDF")
    if rdf is None:
        raise XmpError("{file}: this is not XMP: rdf:RDF is missing", file=file)
    description = rdf.find(f"{{{RDF}}}Description")
    if description is None:
        description = SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    if pick is not None:
        _set_pick(rdf, description, pick)
    had = any(tag.startswith(ours) for tag in _tags(rdf))
    for space, name, kind, separator in _LISTS[:2]:
        wanted = [tag.replace("/", separator) for tag in tags]
        prefix = ours.replace("/", separator)
        _set_tags(rdf, description, (space, name, kind), wanted, partial(_starts, prefix))
    left = {tag.rpartition("/")[2] for tag in _tags(rdf)}
    wanted = list(dict.fromkeys(tag.rpartition("/")[2] for tag in tags))
    stale = {*(words if had else ()), *wanted} - (left - set(wanted))
    _set_tags(rdf, description, _LISTS[2][:3], wanted, stale.__contains__)
    packet: bytes = tostring(root, encoding="utf-8")
    return _HEAD + packet + _TAIL


def _tags(root: Element) -> list[str]:
    """Return the tags with their parents, joined by ``/``."""
    tags: list[str] = []
    for description in root.iter(f"{{{RDF}}}Description"):
        for space, name, _, separator in _LISTS[:2]:
            items = description.findall(f"{{{space}}}{name}/*/{{{RDF}}}li")
            tags += [(item.text or "").replace(separator, "/") for item in items]
    return list(dict.fromkeys(tags))


def _empty() -> Element:
    root = Element(f"{{{META}}}xmpmeta")
    SubElement(root, f"{{{RDF}}}RDF")
    return root


def _set_pick(rdf: Element, description: Element, pick: int) -> None:
    name = f"{{{DIGIKAM}}}PickLabel"
    for one in rdf.iter(f"{{{RDF}}}Description"):
        one.attrib.pop(name, None)
        for element in one.findall(name):
            one.remove(element)
    description.set(name, str(pick))


def _starts(prefix: str, text: str) -> bool:
    return text.startswith(prefix)


def _set_tags(
    rdf: Element,
    description: Element,
    property: tuple[str, str, str],
    wanted: list[str],
    replaced: Callable[[str], bool],
) -> None:
    space, name, kind = property
    found = [element for each in rdf.iter(f"{{{RDF}}}Description") for element in each.findall(f"{{{space}}}{name}")]
    for holder in [holder for element in found for holder in element]:
        for item in list(holder):
            if replaced(item.text or "") or item.text in wanted:
                holder.remove(item)
    if not wanted:
        return
    target = found[0] if found else SubElement(description, f"{{{space}}}{name}")
    holder = target[0] if len(target) else SubElement(target, f"{{{RDF}}}{kind}")
    for tag in wanted:
        SubElement(holder, f"{{{RDF}}}li").text = tag
