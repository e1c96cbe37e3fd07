"""Pages out of files: what is inside comes out untouched, and every kind of bad file has its own clear error."""

from __future__ import annotations

import io
import os
import socket
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from scanning.devices import pdf_safety
from scanning.devices.files import files_under, pages_of, printable_name
from scanning.devices.protocol import RawPage
from scanning.errors import InputError


def grain(seed: int, size: tuple[int, int] = (240, 340), mode: str = "L") -> Image.Image:
    channels = {"L": (), "RGB": (3,), "RGBA": (4,)}[mode]
    data = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], *channels), dtype=np.uint8)
    return Image.fromarray(data)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def pixels(page: RawPage) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(page.path) as image:
        return image.mode, image.size, image.tobytes()


def of(image: Image.Image) -> tuple[str, tuple[int, int], bytes]:
    return image.mode, image.size, image.tobytes()


def code_of(path: Path, scratch: Path) -> str:
    with pytest.raises(InputError) as caught:
        list(pages_of(path, scratch))
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


def a_pdf(path: Path, change: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 2, **save: object) -> Path:
    first, *rest = [grain(number) for number in range(pages)]
    buffer = io.BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=rest, resolution=300)
    with pikepdf.open(buffer) as pdf:
        if change is not None:
            change(pdf)
        pdf.save(path, **save)  # type: ignore[arg-type]
    return path


def _scan_in(page: pikepdf.Page) -> pikepdf.Object:
    return next(iter(page.Resources.XObject.values()))


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_single_image_is_copied_byte_for_byte(suffix: str, mode: str, tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / f"skan{suffix}"
    grain(1, mode=mode).save(path, dpi=(200, 200))
    (page,) = pages_of(path, scratch)
    assert page.path.read_bytes() == path.read_bytes()
    assert page.path.parent == scratch
    assert (page.dpi, page.sheet, page.side) == (200, 1, 0)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate"])
def test_every_page_of_a_tiff_comes_out_exactly(compression: str, tmp_path: Path, scratch: Path) -> None:
    images = [grain(number) for number in range(5)]
    path = tmp_path / "faks.tif"
    images[0].save(path, save_all=True, append_images=images[1:], compression=compression, dpi=(200, 200))
    pages = list(pages_of(path, scratch))
    assert [pixels(page) for page in pages] == [of(image) for image in images]
    assert [(page.sheet, page.dpi) for page in pages] == [(number, 200) for number in range(1, 6)]


def test_fax_pages_stay_one_bit(tmp_path: Path, scratch: Path) -> None:
    fax = grain(3).convert("1")
    fax.save(tmp_path / "faks.tiff", compression="group4", dpi=(200, 200))
    (page,) = pages_of(tmp_path / "faks.tiff", scratch)
    assert pixels(page) == of(fax)


def test_photo_is_turned_upright(tmp_path: Path, scratch: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    grain(1).save(tmp_path / "zdjęcie.jpg", exif=exif, quality=95)
    (page,) = pages_of(tmp_path / "zdjęcie.jpg", scratch)
    assert pixels(page)[1] == (340, 240)


def test_transparency_lies_on_white(tmp_path: Path, scratch: Path) -> None:
    Image.new("RGBA", (50, 60), (0, 0, 0, 0)).save(tmp_path / "pusta.png")
    (page,) = pages_of(tmp_path / "pusta.png", scratch)
    assert pixels(page) == of(Image.new("RGB", (50, 60), "white"))


@pytest.mark.parametrize(("size", "dpi"), [((1654, 2339), 200), ((2480, 3508), 300), ((500, 500), 300)])
def test_missing_resolution_is_guessed_from_a4(size: tuple[int, int], dpi: int, tmp_path: Path, scratch: Path) -> None:
    Image.new("L", size, 255).save(tmp_path / "skan.png")
    assert [page.dpi for page in pages_of(tmp_path / "skan.png", scratch)] == [dpi]


def test_jpeg_inside_a_pdf_is_taken_untouched(tmp_path: Path, scratch: Path) -> None:
    path = a_pdf(tmp_path / "skan.pdf", pages=3)
    with pikepdf.open(path) as pdf:
        inside = [_scan_in(page).read_raw_bytes() for page in pdf.pages]
    pages = list(pages_of(path, scratch))
    assert [page.path.read_bytes() for page in pages] == inside
    assert [page.dpi for page in pages] == [300] * 3


def _as_deflated(pdf: pikepdf.Pdf, image: Image.Image, **entries: object) -> None:
    bits = 1 if image.mode == "1" else 8
    space = pikepdf.Name.DeviceRGB if image.mode == "RGB" else pikepdf.Name.DeviceGray
    stream = pikepdf.Stream(pdf, image.tobytes())
    stream.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=image.width, Height=image.height,
            ColorSpace=space, BitsPerComponent=bits, **entries,
        )
    )  # fmt: skip
    name = next(iter(pdf.pages[0].Resources.XObject))
    pdf.pages[0].Resources.XObject[name] = pdf.make_indirect(stream)


@pytest.mark.parametrize("mode", ["L", "RGB", "1"])
def test_lossless_image_inside_a_pdf_keeps_its_pixels(mode: str, tmp_path: Path, scratch: Path) -> None:
    image = grain(7).convert("1") if mode == "1" else grain(7, mode=mode)
    path = a_pdf(tmp_path / "skan.pdf", lambda pdf: _as_deflated(pdf, image), pages=1)
    (page,) = pages_of(path, scratch)
    with Image.open(page.path) as taken:
        assert taken.convert(mode).tobytes() == image.tobytes()


def test_page_with_more_than_a_scan_is_rendered_whole(tmp_path: Path, scratch: Path) -> None:
    def stamp(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"q 0 0 0 rg 10 10 20 20 re f Q")

    (page,) = pages_of(a_pdf(tmp_path / "pieczęć.pdf", stamp, pages=1), scratch)
    with Image.open(page.path) as drawn:
        assert drawn.size == (240, 340)
        box = [round(value * 300 / 72) for value in (12, 28)]
        corner = drawn.convert("L").crop((box[0], drawn.height - box[1], box[1], drawn.height - box[0]))
        assert corner.getextrema() == (0, 0)


def test_turned_page_is_rendered_turned(tmp_path: Path, scratch: Path) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].rotate(90, relative=False)

    (page,) = pages_of(a_pdf(tmp_path / "obrót.pdf", turn, pages=1), scratch)
    assert pixels(page)[1] == (340, 240)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("suffix", [".pdf", ".tif", ".jpg", ".png"])
def test_truncated_file_is_damaged(share: float, suffix: str, tmp_path: Path, scratch: Path) -> None:
    whole = tmp_path / f"cały{suffix}"
    if suffix == ".pdf":
        a_pdf(whole)
    elif suffix == ".tif":
        grain(1).save(whole, save_all=True, append_images=[grain(2), grain(3)])
    else:
        grain(1).save(whole)
    data = whole.read_bytes()
    cut = tmp_path / f"urwany{suffix}"
    cut.write_bytes(data[: int(len(data) * share)])
    assert code_of(cut, scratch) == "damaged"


def test_pdf_without_its_middle_is_damaged(tmp_path: Path, scratch: Path) -> None:
    data = a_pdf(tmp_path / "cały.pdf", pages=3).read_bytes()
    half = len(data) // 2
    (tmp_path / "dziura.pdf").write_bytes(data[:half] + data[half + 900 :])
    assert code_of(tmp_path / "dziura.pdf", scratch) == "damaged"


def test_pdf_whose_newer_version_is_cut_is_damaged(tmp_path: Path, scratch: Path) -> None:
    whole = a_pdf(tmp_path / "cały.pdf", pages=1).read_bytes()
    (tmp_path / "dopisany.pdf").write_bytes(whole + b"\n99 0 obj\n<< /Type /Page >>\nendobj\n")
    assert code_of(tmp_path / "dopisany.pdf", scratch) == "damaged"


def test_blank_bytes_behind_a_pdf_do_no_harm(tmp_path: Path, scratch: Path) -> None:
    whole = a_pdf(tmp_path / "cały.pdf", pages=1).read_bytes()
    (tmp_path / "dopełniony.pdf").write_bytes(whole + bytes(100) + b"\r\n")
    assert len(list(pages_of(tmp_path / "dopełniony.pdf", scratch))) == 1


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_gigapixel_image_is_refused_by_its_header(tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / "mapa.png"
    path.write_bytes(_png_header(40_000, 25_000))
    assert code_of(path, scratch) == "too_large"


def test_gigapixel_image_inside_a_pdf_is_refused(tmp_path: Path, scratch: Path) -> None:
    def grow(pdf: pikepdf.Pdf) -> None:
        image = _scan_in(pdf.pages[0])
        image.Width, image.Height = 40_000, 25_000

    assert code_of(a_pdf(tmp_path / "mapa.pdf", grow), scratch) == "bomb"


def test_enormous_page_is_refused(tmp_path: Path, scratch: Path) -> None:
    def grow(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].mediabox = [0, 0, 14_000, 14_000]

    assert code_of(a_pdf(tmp_path / "plakat.pdf", grow), scratch) == "too_large"


def test_content_that_explodes_is_a_bomb(tmp_path: Path, scratch: Path) -> None:
    def explode(pdf: pikepdf.Pdf) -> None:
        packed = zlib.compress(b" " * (pdf_safety.MAX_STREAM + 1_000_000), 9)
        stream = pikepdf.Stream(pdf, packed)
        stream.Filter = pikepdf.Name.FlateDecode
        pdf.pages[0].Contents = pdf.make_indirect(stream)

    path = a_pdf(tmp_path / "bomba.pdf", explode, compress_streams=False)
    assert path.stat().st_size < 1_000_000
    assert code_of(path, scratch) == "bomb"


def test_encrypted_pdf_is_told(tmp_path: Path, scratch: Path) -> None:
    lock = pikepdf.Encryption(user="tajne", owner="tajne")
    assert code_of(a_pdf(tmp_path / "szyfr.pdf", encryption=lock), scratch) == "encrypted"


def test_pdf_that_only_forbids_copying_is_read(tmp_path: Path, scratch: Path) -> None:
    lock = pikepdf.Encryption(user="", owner="tajne")
    assert len(list(pages_of(a_pdf(tmp_path / "zastrzeżony.pdf", encryption=lock), scratch))) == 2


def _open_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _page_script(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.pages[1].AA = pikepdf.Dictionary(O=pdf.make_indirect(action))


def _named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array()))


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def _dynamic_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.Array())


@pytest.mark.parametrize("change", [_open_script, _page_script, _named_script, _launch, _dynamic_form])
def test_scripted_pdf_is_refused(change: Callable[[pikepdf.Pdf], None], tmp_path: Path, scratch: Path) -> None:
    assert code_of(a_pdf(tmp_path / "skrypt.pdf", change), scratch) == "scripted_pdf"


def test_plain_open_destination_is_no_script(tmp_path: Path, scratch: Path) -> None:
    def go_to_first(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

    assert len(list(pages_of(a_pdf(tmp_path / "cel.pdf", go_to_first), scratch))) == 2


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("pusty.pdf", b"", "empty_file"),
        ("notatka.pdf", b"To jest tekst.", "unknown_kind"),
        ("program.jpg", b"MZ" + bytes(500), "unknown_kind"),
        ("obraz.gif", b"GIF89a" + bytes(50), "unknown_kind"),
        ("skan.pdf", _png_header(10, 10), "wrong_extension"),
        ("skan.docx", _png_header(10, 10), "wrong_extension"),
        ("skan.png", b"%PDF-1.7\n", "wrong_extension"),
        ("skan.pdf", b"%PDF-1.7\n%%EOF\n", "damaged"),
        ("skan.jpg", b"\xff\xd8\xff\xe0" + bytes(200), "damaged"),
        ("skan.tif", b"II*\0" + bytes(200), "damaged"),
    ],
)
def test_bad_content_has_its_code(name: str, data: bytes, code: str, tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert code_of(path, scratch) == code


def test_file_without_an_extension_is_told_by_content(tmp_path: Path, scratch: Path) -> None:
    grain(1).save(tmp_path / "skan", "PNG")
    assert len(list(pages_of(tmp_path / "skan", scratch))) == 1


def test_tiff_that_points_back_at_itself_ends(tmp_path: Path, scratch: Path) -> None:
    buffer = io.BytesIO()
    grain(1).save(buffer, "TIFF")
    data = bytearray(buffer.getvalue())
    first = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * count, first)
    (tmp_path / "pętla.tif").write_bytes(data)
    assert len(list(pages_of(tmp_path / "pętla.tif", scratch))) == 1


def test_links_pipes_sockets_and_folders_are_no_files(tmp_path: Path, scratch: Path) -> None:
    grain(1).save(tmp_path / "skan.png")
    (tmp_path / "link.png").symlink_to(tmp_path / "skan.png")
    assert code_of(tmp_path / "link.png", scratch) == "link"
    os.mkfifo(tmp_path / "rura.png")
    assert code_of(tmp_path / "rura.png", scratch) == "not_a_file"
    assert code_of(tmp_path, scratch) == "not_a_file"
    assert code_of(tmp_path / "brak.png", scratch) == "unreadable"
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "s.png"))
        assert code_of(tmp_path / "s.png", scratch) == "not_a_file"


@pytest.mark.parametrize("name", ["$(reboot).png", "-rf.png", "a\nb.png", "x\u202egnp.png", "ż" * 100 + ".png"])
def test_hostile_name_is_harmless_and_shown_clean(name: str, tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / name
    grain(1).save(path)
    (page,) = pages_of(path, scratch)
    assert page.path.parent == scratch
    path.write_bytes(b"")
    with pytest.raises(InputError) as caught:
        list(pages_of(path, scratch))
    shown = caught.value.subject
    assert shown.isprintable()
    assert len(shown) <= 120


def test_name_that_is_no_text_can_be_shown() -> None:
    shown = printable_name(Path(os.fsdecode(b"/x/\xff\xfe.pdf")))
    assert shown.encode() == "\ufffd\ufffd.pdf".encode()


def test_folder_is_walked_once_whatever_points_back(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    for path in (tmp_path / "2.pdf", tmp_path / "1.pdf", inner / "3.pdf", tmp_path / ".ukryty.pdf"):
        path.write_bytes(b"x")
    (inner / "znowu").symlink_to(tmp_path)
    (inner / "link.pdf").symlink_to(tmp_path / "1.pdf")
    found = [str(path.relative_to(tmp_path)) for path in files_under(tmp_path)]
    assert found == ["1.pdf", "2.pdf", "a/b/3.pdf", "a/b/link.pdf"]
