"""Refuses PDFs that are cut, locked, scripted or bombs, before any page of them is drawn."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import pikepdf

from scanning.devices.images import MAX_PIXELS, damaged
from scanning.errors import InputError

MAX_STREAM = 64 * 1024 * 1024
"""Largest content stream after unpacking; a page of text has some kilobytes."""

_DEFLATE_RATIO = 1040
_ACTIVE = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute")


def refuse_unsafe(path: Path, subject: str) -> None:
    """Raise InputError for a truncated, encrypted, scripted or exploding PDF.

    Scripted files are refused, not stripped: what a script would have shown can't be vouched for.
    """
    _refuse_cut(path, subject)
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                raise damaged(subject)
            for item in pdf.objects:
                _refuse_active(item, subject)
                _refuse_bomb(item, subject)
    except pikepdf.PasswordError as error:
        raise InputError(
            "encrypted",
            "Plik PDF jest zaszyfrowany hasłem.",
            "Poproś nadawcę o plik bez hasła albo otwórz go i wydrukuj do nowego pliku PDF.",
            subject,
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, OSError) as error:
        raise damaged(subject) from error


def _refuse_cut(path: Path, subject: str) -> None:
    """No end mark, or the beginnings of a newer version behind it: opening would silently give fewer pages."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 4096))
        _, mark, behind = file.read().rpartition(b"%%EOF")
    if not mark or b" obj" in behind or b"xref" in behind:
        raise damaged(subject)


def _refuse_active(item: Any, subject: str) -> None:
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
        return
    if _is_active(item, 0):
        raise InputError(
            "scripted_pdf",
            "Plik PDF zawiera skrypt albo polecenie, które uruchamia inne programy.",
            "Nie otwieraj go. Poproś nadawcę o zwykły PDF albo wydruk.",
            subject,
        )


def _is_active(item: Any, depth: int) -> bool:
    """Looks through direct children only: indirect ones are objects of their own and get their turn."""
    if depth > 20:
        return True
    if isinstance(item, pikepdf.Array):
        return any(_is_active(child, depth + 1) for child in item if _nested(child))
    if isinstance(item, pikepdf.Stream):
        return _is_active(item.stream_dict, depth + 1)
    if str(item.get("/S", "")) in _ACTIVE or "/JS" in item or "/JavaScript" in item or "/XFA" in item:
        return True
    return any(_is_active(child, depth + 1) for child in item.values() if _nested(child))


def _nested(child: Any) -> bool:
    return isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect


def _refuse_bomb(item: Any, subject: str) -> None:
    if not isinstance(item, pikepdf.Stream):
        return
    if item.get("/Subtype") == pikepdf.Name.Image:
        pixels = int(item.get("/Width", 0)) * int(item.get("/Height", 0))
        too_big = pixels > MAX_PIXELS or _inflated(item, MAX_PIXELS * 4) > MAX_PIXELS * 4
    else:
        too_big = _inflated(item, MAX_STREAM) > MAX_STREAM
    if too_big:
        raise InputError(
            "bomb",
            "Plik PDF po rozpakowaniu jest nienaturalnie duży.",
            "Nie otwieraj go. Poproś nadawcę o dokument w zwykłej postaci.",
            subject,
        )


def _inflated(stream: Any, limit: int) -> int:
    """Size after deflating, counted without keeping it; stops a little above `limit`."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]
    if names.count("/FlateDecode") > 1 or {"/LZWDecode", "/FlateDecode"} <= set(names):
        return limit + 1
    raw = stream.read_raw_bytes()
    if names != ["/FlateDecode"] or len(raw) * _DEFLATE_RATIO <= limit:
        return 0
    unpacker, total, rest = zlib.decompressobj(), 0, raw
    while rest and total <= limit and not unpacker.eof:
        try:
            total += len(unpacker.decompress(rest, 1 << 20))
        except zlib.error:
            return total
        rest = unpacker.unconsumed_tail
    return total
