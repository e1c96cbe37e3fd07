"""Writes PDF objects straight to a file, so a stack of any length needs no more memory than one page."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import BinaryIO

Entries = Mapping[str, bytes]


class PdfObjects:
    """Numbered objects in the order they are written, then the cross-reference table."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offsets: list[int] = []
        self._at = 0
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """A number for an object written later."""
        self._offsets.append(-1)
        return len(self._offsets)

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write an object (under a reserved number, if given) and return its number."""
        number = number or self.reserve()
        self._offsets[number - 1] = self._at
        self._write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        return number

    def add_stream(self, entries: Entries, data: bytes, *, deflate: bool = False, number: int | None = None) -> int:
        """Write a stream, compressed here only if `deflate`."""
        said = dict(entries)
        if deflate:
            data = zlib.compress(data, 6)
            said["Filter"] = b"/FlateDecode"
        said["Length"] = b"%d" % len(data)
        return self.add(dictionary(said) + b"\nstream\n" + data + b"\nendstream", number)

    def finish(self, root: int, info: int, identity: bytes) -> None:
        """Write the cross-reference table and the trailer."""
        missing = [index + 1 for index, offset in enumerate(self._offsets) if offset < 0]
        if missing:
            raise ValueError(f"objects reserved but never written: {missing}")
        start = self._at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._offsets) + 1))
        for offset in self._offsets:
            self._write(b"%010d 00000 n \n" % offset)
        hexed = b"<" + identity.hex().upper().encode() + b">"
        trailer = {
            "Size": b"%d" % (len(self._offsets) + 1),
            "Root": reference(root),
            "Info": reference(info),
            "ID": b"[" + hexed + hexed + b"]",
        }
        self._write(b"trailer\n" + dictionary(trailer) + b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def dictionary(entries: Entries) -> bytes:
    """A PDF dictionary of names to values already spelt."""
    return b"<< " + b" ".join(b"/" + name.encode() + b" " + value for name, value in entries.items()) + b" >>"


def reference(number: int) -> bytes:
    """An indirect reference."""
    return b"%d 0 R" % number


def text_string(text: str) -> bytes:
    """A text string in UTF-16, as hex."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def number(value: float) -> bytes:
    """A number without exponent or needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() if value % 1 else b"%d" % int(value)
