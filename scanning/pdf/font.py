"""The font of the invisible text: one empty glyph for every character, embedded as PDF/A demands."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from scanning.pdf.objects import PdfObjects, dictionary, reference

FONT_NAME = b"/KancelariaBezKsztaltu"
ASCENT = 800
DESCENT = -200
ADVANCE = 500
"""Of every character, in thousandths of the size."""

_UNITS = 1000
_LAST_CODE = 0xFFFF
_BFCHARS_A_BLOCK = 100


def add_font(pdf: PdfObjects, used: Iterable[str], number: int) -> None:
    """Write the font with a Unicode map of the characters used (all of the basic plane)."""
    program = _program()
    file = pdf.add_stream({"Length1": b"%d" % len(program)}, program, deflate=True)
    glyphs = pdf.add_stream({}, b"\x00\x01" * (_LAST_CODE + 1), deflate=True)
    to_unicode = pdf.add_stream({}, _unicode_map(sorted({ord(char) for char in used})), deflate=True)
    descriptor = pdf.add(
        dictionary(
            {
                "Type": b"/FontDescriptor",
                "FontName": FONT_NAME,
                "Flags": b"4",
                "FontBBox": b"[0 %d %d %d]" % (DESCENT, ADVANCE, ASCENT),
                "ItalicAngle": b"0",
                "Ascent": b"%d" % ASCENT,
                "Descent": b"%d" % DESCENT,
                "CapHeight": b"%d" % ASCENT,
                "StemV": b"80",
                "FontFile2": reference(file),
            }
        )
    )
    descendant = pdf.add(
        dictionary(
            {
                "Type": b"/Font",
                "Subtype": b"/CIDFontType2",
                "BaseFont": FONT_NAME,
                "CIDSystemInfo": b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "FontDescriptor": reference(descriptor),
                "DW": b"%d" % ADVANCE,
                "CIDToGIDMap": reference(glyphs),
            }
        )
    )
    pdf.add(
        dictionary(
            {
                "Type": b"/Font",
                "Subtype": b"/Type0",
                "BaseFont": FONT_NAME,
                "Encoding": b"/Identity-H",
                "DescendantFonts": b"[" + reference(descendant) + b"]",
                "ToUnicode": reference(to_unicode),
            }
        ),
        number,
    )


def _unicode_map(codes: list[int]) -> bytes:
    blocks = []
    for start in range(0, len(codes), _BFCHARS_A_BLOCK):
        part = codes[start : start + _BFCHARS_A_BLOCK]
        rows = b"\n".join(b"<%04X> <%04X>" % (code, code) for code in part)
        blocks.append(b"%d beginbfchar\n%b\nendbfchar" % (len(part), rows))
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + b"\n".join(blocks)
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _program() -> bytes:
    """A TrueType program with two empty glyphs: .notdef, which must not be used, and ours."""
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0x000B, _UNITS, 0, 0,
        0, DESCENT, ADVANCE, ASCENT, 0, 8, 2, 0, 0,
    )  # fmt: skip
    hhea = struct.pack(
        ">IhhhHhhhhhhhhhhhH",
        0x00010000, ASCENT, DESCENT, 0, ADVANCE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2,
    )  # fmt: skip
    maxp = struct.pack(">I14H", 0x00010000, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
    hmtx = struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0)
    post = struct.pack(">IihhIIIII", 0x00030000, 0, -100, 50, 1, 0, 0, 0, 0)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(
        ">HHHHHHHHHHHHHHHH", 4, 32, 0, 4, 4, 1, 0, 0x20, 0xFFFF, 0, 0x20, 0xFFFF, (1 - 0x20) & 0xFFFF, 1, 0, 0
    )
    tables = {
        b"cmap": cmap,
        b"glyf": b"\x00\x00\x00\x00",
        b"head": head,
        b"hhea": hhea,
        b"hmtx": hmtx,
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": maxp,
        b"post": post,
    }
    return _assembled(tables)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    offset = len(directory) + 16 * count
    body = b""
    head_at = 0
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, _checksum(data), offset + len(body), len(data))
        if tag == b"head":
            head_at = offset + len(body)
        body += data + b"\x00" * (-len(data) % 4)
    whole = directory + body
    adjustment = (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF
    return whole[: head_at + 8] + struct.pack(">I", adjustment) + whole[head_at + 12 :]


def _checksum(data: bytes) -> int:
    padded = data + b"\x00" * (-len(data) % 4)
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF)
