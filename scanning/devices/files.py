"""Pages out of files: PDF, TIFF, JPEG and PNG, told apart by content; everything else is refused with a reason."""

from __future__ import annotations

import os
import shutil
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from PIL import Image, ImageOps

from scanning.devices.images import damaged, decode_whole, dpi_of, open_image, refuse_oversize
from scanning.devices.protocol import RawPage
from scanning.errors import InputError

_SUFFIXES = {
    "pdf": (".pdf",),
    "tiff": (".tif", ".tiff"),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png",),
}
IMAGE_SUFFIXES = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)
"""Name endings of the files we read."""

MAX_PAGES = 5000
_KIND_NAMES = {"pdf": "PDF", "tiff": "TIFF", "jpeg": "JPEG", "png": "PNG"}
_KEPT_MODES = frozenset({"1", "L", "RGB"})


def pages_of(path: Path, scratch: Path) -> Iterator[RawPage]:
    """Yield the pages of a file, each a new image file in `scratch`. Raises InputError.

    A file can turn out damaged after some pages: who needs all or nothing takes `list(pages_of(…))`.
    """
    kind = kind_of(path)
    if kind == "pdf":
        from scanning.devices.pdf_pages import pdf_pages

        yield from pdf_pages(path, scratch, printable_name(path))
    else:
        yield from _image_pages(path, scratch, kind)


def kind_of(path: Path) -> str:
    """`pdf`, `tiff`, `jpeg` or `png` by content; refuses links, odd or empty files and a name that says otherwise."""
    subject = printable_name(path)
    head = _head(path, subject)
    if not head:
        raise InputError("empty_file", "Plik jest pusty.", "Poproś o plik jeszcze raz.", subject)
    kind = _kind_by_content(head)
    if kind is None:
        raise InputError(
            "unknown_kind",
            "To nie jest plik PDF, TIFF, JPEG ani PNG.",
            "Zapisz dokument w jednym z tych formatów i wczytaj ponownie.",
            subject,
        )
    suffix = path.suffix.lower()
    if suffix and suffix not in _SUFFIXES[kind]:
        raise InputError(
            "wrong_extension",
            f"Nazwa kończy się na „{printable_text(path.suffix)}”, ale w środku jest {_KIND_NAMES[kind]}.",
            f"Sprawdź, skąd jest plik; jeśli wszystko w porządku, zmień końcówkę nazwy na „{_SUFFIXES[kind][0]}”.",
            subject,
        )
    return kind


def _kind_by_content(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return None


def _head(path: Path, subject: str) -> bytes:
    """First bytes of a plain file; never follows a link, never hangs on a pipe."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise InputError(
                "link", "To jest dowiązanie, nie plik.", "Skopiuj sam plik w to miejsce i wczytaj ponownie.", subject
            )
        if not stat.S_ISREG(mode):
            raise InputError("not_a_file", "To nie jest zwykły plik.", "Wskaż plik z dokumentem.", subject)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            return file.read(1024)
    except (OSError, ValueError) as error:
        raise InputError(
            "unreadable",
            "Nie można odczytać pliku.",
            "Sprawdź, czy plik istnieje i czy masz prawo go czytać.",
            subject,
        ) from error


def _image_pages(path: Path, scratch: Path, kind: str) -> Iterator[RawPage]:
    subject = printable_name(path)
    with open_image(path, subject) as image:
        if kind != "tiff":
            yield _single(path, image, scratch, kind, subject)
            return
        number = 0
        while _seek(image, number, subject):
            refuse_too_many(number + 1, subject)
            refuse_oversize(image.width, image.height, subject)
            decode_whole(image, subject)
            number += 1
            yield save_page(image, dpi_of(image), scratch, number)


def _seek(image: Image.Image, number: int, subject: str) -> bool:
    try:
        image.seek(number)
    except EOFError:
        return False
    except (OSError, ValueError, SyntaxError, TypeError, KeyError) as error:
        raise damaged(subject) from error
    return True


def _single(path: Path, image: Image.Image, scratch: Path, kind: str, subject: str) -> RawPage:
    decode_whole(image, subject)
    dpi = dpi_of(image)
    turned = image.getexif().get(0x0112, 1) not in (0, 1)
    if image.mode not in _KEPT_MODES or turned:
        return save_page(ImageOps.exif_transpose(image), dpi, scratch, 1)
    kept = new_page_path(scratch, ".jpg" if kind == "jpeg" else ".png")
    shutil.copyfile(path, kept)
    return RawPage(kept, dpi, 1)


def save_page(image: Image.Image, dpi: int, scratch: Path, sheet: int) -> RawPage:
    """Write a page losslessly as PNG (grey, colour or 1-bit; transparency lies on white paper)."""
    path = new_page_path(scratch, ".png")
    _plain(image).save(path, format="PNG", dpi=(dpi, dpi), compress_level=1)
    return RawPage(path, dpi, sheet)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in _KEPT_MODES:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("RGB")
    return image.convert("RGB")


def new_page_path(scratch: Path, suffix: str) -> Path:
    """A name in `scratch` that no other page has; nothing of it comes from outside."""
    return scratch / f"page-{uuid4().hex}{suffix}"


def refuse_too_many(count: int, subject: str) -> None:
    """Raise InputError(too_many_pages) above what one file may hold."""
    if count > MAX_PAGES:
        raise InputError(
            "too_many_pages",
            f"Plik ma więcej niż {MAX_PAGES} stron.",
            "Podziel go na mniejsze części i wczytaj je osobno.",
            subject,
        )


def printable_name(path: Path) -> str:
    """The file's name as it can safely be shown and logged, whatever bytes it is made of."""
    return printable_text(path.name or str(path))


def printable_text(text: str) -> str:
    """`text` without control characters, direction marks or lone surrogates, at most 120 characters."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char)[0] == "C" else char for char in text)
    return shown if len(shown) <= 120 else shown[:80] + "…" + shown[-39:]


def files_under(path: Path) -> Iterator[Path]:
    """Plain files to take in at or under `path`, by name; hidden ones and links to folders are left out."""
    if not path.is_dir() or path.is_symlink():
        yield path
        return
    for folder, folders, names in os.walk(path, followlinks=False, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        folders[:] = [name for name in folders if not Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _refuse_folder(error: OSError) -> None:
    raise InputError(
        "unreadable",
        "Nie można odczytać folderu.",
        "Sprawdź prawa dostępu do folderu.",
        printable_name(Path(str(error.filename))),
    ) from error
