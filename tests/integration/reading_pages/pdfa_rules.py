"""The rules of PDF/A-2b that our files could break, checked one by one; no validator is packaged for Debian or PyPI."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from defusedxml import ElementTree
from PIL import ImageCms

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_FILTERS = {"/FlateDecode", "/CCITTFaxDecode", "/DCTDecode", "/JPXDecode", "/JBIG2Decode"}
_FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/JavaScript", "/ResetForm", "/ImportData", "/SetState"}


def broken_rules(path: Path) -> list[str]:
    """Names of the rules a file breaks; empty = none of those we know."""
    raw = path.read_bytes()
    with pikepdf.open(path) as pdf:
        return [*_file(raw, pdf), *_metadata(pdf), *_colour(pdf), *_fonts(pdf), *_objects(pdf)]


def _file(raw: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", raw):
        yield "header with binary comment"
    if not raw.rstrip().endswith(b"%%EOF"):
        yield "end of file"
    if "/Encrypt" in pdf.trailer:
        yield "encryption"
    identity = pdf.trailer.get("/ID")
    if identity is None or len(identity) != 2 or len(bytes(identity[0])) < 16:
        yield "file identifier"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream = pdf.Root.get("/Metadata")
    if stream is None or stream.get("/Subtype") != "/XML" or "/Filter" in stream:
        yield "plain XMP stream"
        return
    packet = stream.read_bytes()
    if b"W5M0MpCehiHzreSzNTczkc9d" not in packet or packet.count(b"<?xpacket") != 2 or b"bytes=" in packet:
        yield "XMP packet wrapper"
    tree = ElementTree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", packet).strip())
    if tree.findtext(f".//{_PDFAID}part") != "2" or tree.findtext(f".//{_PDFAID}conformance") != "B":
        yield "PDF/A identification"
    info = pdf.trailer.get("/Info", {})
    if tree.findtext(f".//{_DC}title/{_RDF}Alt/{_RDF}li") != str(info.get("/Title", "")):
        yield "title told twice alike"
    created = re.sub(r"\D", "", tree.findtext(f".//{_XMP}CreateDate") or "")
    if created != re.sub(r"\D", "", str(info.get("/CreationDate", ""))):
        yield "date told twice alike"


def _colour(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = pdf.Root.get("/OutputIntents")
    if intents is None or len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFA1":
        yield "output intent"
        return
    stream = intents[0]["/DestOutputProfile"]
    profile = stream.read_bytes()
    if profile[36:40] != b"acsp" or profile[16:20] != b"RGB " or profile[8] > 4 or stream.get("/N") != 3:
        yield "RGB profile"
    if int.from_bytes(profile[:4], "big") != len(profile):
        yield "whole profile"
    ImageCms.ImageCmsProfile(io.BytesIO(profile))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(pdf):
        if font.get("/Type") != "/Font" or font.get("/Subtype") != "/CIDFontType2":
            continue
        descriptor = font["/FontDescriptor"]
        if "/FontFile2" not in descriptor:
            yield "embedded font"
            continue
        program = bytes(descriptor["/FontFile2"].read_bytes())
        if int(descriptor["/FontFile2"]["/Length1"]) != len(program):
            yield "font length"
        glyphs = font.get("/CIDToGIDMap")
        if not isinstance(glyphs, pikepdf.Stream):
            yield "glyph map of an embedded font"
        elif 0 in glyphs.read_bytes()[1::2]:
            yield "no use of .notdef"
    for font in _dictionaries(pdf):
        if font.get("/Subtype") == "/Type0":
            descendant = font["/DescendantFonts"][0]
            if font["/Encoding"] != "/Identity-H" or "/ToUnicode" not in font:
                yield "encoding and Unicode map"
            if descendant["/BaseFont"] != descendant["/FontDescriptor"]["/FontName"]:
                yield "one font name"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    if any(name in pdf.Root for name in ("/AA", "/OpenAction", "/AcroForm", "/Names", "/OCProperties")):
        yield "no actions, forms or layers"
    for entry in _dictionaries(pdf):
        if str(entry.get("/S", "")) in _FORBIDDEN_ACTIONS:
            yield "forbidden action"
        if entry.get("/Subtype") == "/Image":
            if entry.get("/Interpolate", False) or "/Alternates" in entry or "/OPI" in entry:
                yield "image keys"
            if "/SMask" in entry:
                yield "transparency without a group colour space"
            if str(entry.get("/ColorSpace")) not in ("/DeviceGray", "/DeviceRGB"):
                yield "colour space covered by the output intent"
        filters = entry.get("/Filter", []) if isinstance(entry, pikepdf.Stream) else []
        for name in [filters] if isinstance(filters, pikepdf.Name) else filters:
            if str(name) not in _FILTERS:
                yield f"filter {name}"
        if isinstance(entry, pikepdf.Stream) and "/F" in entry:
            yield "no external streams"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for number in range(1, len(pdf.objects) + 1):
        entry = pdf.get_object((number, 0))
        if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)):
            yield entry
