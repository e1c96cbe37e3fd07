"""A TCP proxy before PostgreSQL that loses the server's word: the server has committed, the client never hears it."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

READY = b"Z\x00\x00\x00\x05I"
"""The server's "ready, and in no transaction": whatever was asked is committed."""


class CuttingProxy:
    """Forwards to a server on loopback. Armed with words, it waits until clients have said them in that order, lets the
    server finish, and cuts the line instead of handing the answer on. Once an arming; later connections go through."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._words: list[bytes] = []
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, url: str) -> str:
        """The same address, through this proxy."""
        parts = urlsplit(url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rsplit(":", 1)[0] + f":{self.port}"))

    def arm(self, *words: str) -> None:
        """Cut after the statement that holds the last of these words is committed."""
        self._words = [word.encode() for word in words]

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            doomed = threading.Event()
            threading.Thread(target=self._to_server, args=(client, server, doomed), daemon=True).start()
            threading.Thread(target=self._to_client, args=(server, client, doomed), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(1 << 16):
                if self._words and self._words[0] in data:
                    del self._words[0]
                    if not self._words:
                        doomed.set()
                server.sendall(data)
        _end(server)

    def _to_client(self, server: socket.socket, client: socket.socket, doomed: threading.Event) -> None:
        held = b""
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 16):
                if not doomed.is_set():
                    client.sendall(data)
                    continue
                held += data
                if held.endswith(READY):
                    self.cuts += 1
                    break
        _end(client)
        _end(server)

    def close(self) -> None:
        """End it and every connection through it."""
        self._listener.close()
        with self._lock:
            for each in self._open:
                _end(each)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
