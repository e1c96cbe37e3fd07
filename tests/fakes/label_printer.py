"""A label printer on a real TCP port: it reads ZPL, draws what a printer would, and fails as printers do."""

from __future__ import annotations

import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from PIL import Image

_GRAPHIC = re.compile(r"\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),([0-9A-Fg-zG-Y,!:]*)\^FS")
_SIZE = re.compile(r"\^PW(\d+)\^LL(\d+)")


@dataclass
class LabelPrinterAtPort:
    """Takes connections one after another. `flags`: its state; `answers`: whether it tells it (`~HS`).

    `takes`: it breaks off after so many labels; `hangs`: it reads nothing and says nothing.
    """

    answers: bool = True
    paper_out: bool = False
    head_open: bool = False
    takes: int | None = None
    hangs: bool = False
    received: bytearray = field(default_factory=bytearray)

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with socket.socket() as waking:
            waking.connect_ex(("127.0.0.1", self.port))
        self._thread.join(10)
        self._server.close()

    def address(self, dpi: int = 203) -> str:
        """What stands in settings for it."""
        return f"tcp://127.0.0.1:{self.port}?dpi={dpi}"

    @property
    def labels(self) -> list[Image.Image]:
        """Every label that came out, black on white."""
        return [drawn(each) for each in formats(bytes(self.received))]

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        if self.hangs:
            self._over.wait(60)
            return
        connection.settimeout(30)
        heard = b""
        asked = 0
        while part := connection.recv(4096):
            heard += part
            self.received += part
            if self.takes is not None and len(formats(heard)) > self.takes:
                # a reset, as when its cable is pulled out of the wall
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            for _ in range(heard.count(b"~HS") - asked):
                asked += 1
                if self.answers:
                    connection.sendall(self._state())

    def _state(self) -> bytes:
        first = f"030,{int(self.paper_out)},0,0240,000,0,0,0,000,0,0,0"
        second = f"000,0,{int(self.head_open)},0,0,2,4,0,00000000,1,000"
        return "".join(f"\x02{line}\x03\r\n" for line in (first, second, "1234,0")).encode("ascii")


def formats(zpl: bytes) -> list[str]:
    """The whole formats of a stream."""
    return re.findall(r"\^XA.*?\^XZ", zpl.decode("ascii"), re.S)


def drawn(zpl: str) -> Image.Image:
    """The label a format prints, 8 bit grey: every `^GFA` where its `^FO` puts it."""
    size = _SIZE.search(zpl)
    assert size is not None, zpl[:60]
    label = Image.new("L", (int(size[1]), int(size[2])), 255)
    for left, top, size_sent, size_drawn, stride, data in _GRAPHIC.findall(zpl):
        assert size_sent == size_drawn
        rows = rows_of(data, int(stride))
        assert len(rows) * int(stride) == int(size_drawn), "as many bytes as the field says"
        ink = Image.frombytes("1", (int(stride) * 8, len(rows)), b"".join(rows))
        label.paste(0, (int(left), int(top)), ink)
    return label


def rows_of(data: str, stride: int) -> list[bytes]:
    """The rows of a graphic in ZPL's short form."""
    rows: list[bytes] = []
    digits, count = "", 0
    for letter in data:
        if letter == ":":
            assert not digits
            rows.append(rows[-1])
        elif letter in ",!":
            rows.append(bytes.fromhex(digits.ljust(stride * 2, "0" if letter == "," else "F")))
            digits = ""
        elif "G" <= letter <= "Y":
            count += ord(letter) - ord("G") + 1
        elif "g" <= letter <= "z":
            count += (ord(letter) - ord("g") + 1) * 20
        else:
            digits += letter * (count or 1)
            count = 0
        assert len(digits) <= stride * 2, "a row has its width"
        if len(digits) == stride * 2:
            rows.append(bytes.fromhex(digits))
            digits = ""
    assert not digits
    return rows
