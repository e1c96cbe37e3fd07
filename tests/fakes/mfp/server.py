"""eSCL over HTTP, and `/control` for the test that owns the device."""

from __future__ import annotations

import json
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.mfp import documents
from tests.fakes.mfp.device import Delivery, Device


class MfpServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, device: Device) -> None:
        self.device = device
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is nothing to print about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MfpServer

    def log_message(self, format: str, *args: Any) -> None:
        return

    @property
    def device(self) -> Device:
        return self.server.device

    def do_GET(self) -> None:
        if self.path == "/eSCL/ScannerCapabilities":
            self._answer(200, documents.capabilities(self.device).encode(), "text/xml")
        elif self.path == "/eSCL/ScannerStatus":
            with self.device.lock:
                text = documents.status(self.device)
            self._answer(200, text.encode(), "text/xml")
        elif self.path.startswith("/eSCL/ScanJobs/") and self.path.endswith("/NextDocument"):
            self._next_document(self.path.split("/")[3])
        elif self.path == "/control":
            self._answer(200, json.dumps(self._state()).encode(), "application/json")
        else:
            self._answer(404)

    def do_POST(self) -> None:
        body = self._body()
        if self.path == "/control":
            self._control(json.loads(body))
        elif self.path == "/eSCL/ScanJobs":
            self._start(body)
        else:
            self._answer(404)

    def do_DELETE(self) -> None:
        self._answer(self.device.delete(self.path.split("/")[3]) if self.path.startswith("/eSCL/ScanJobs/") else 404)

    def _state(self) -> dict[str, Any]:
        device = self.device
        with device.lock:
            return {
                "feeder": device.feeder,
                "taken": device.taken,
                "served": list(device.served),
                "deleted": device.deleted,
                "starts": device.starts,
                "states": [job.state for job in device.jobs.values()],
            }

    def _control(self, order: dict[str, Any]) -> None:
        device = self.device
        with device.lock:
            if order.pop("clear", False):
                device.faults = type(device.faults)()
                device.released.set()
                device.released = threading.Event()
                device.jobs.clear()
            if "formats" in order:
                device.formats = tuple(order.pop("formats"))
            if "load" in order:
                device.load(order.pop("load"))
            device.faults.change(order)
        self._answer(200, b"{}", "application/json")

    def _start(self, body: bytes) -> None:
        try:
            wanted = documents.read_settings(body, self.device)
        except ValueError:
            self._answer(409)
            return
        code, job = self.device.start(wanted)
        if job is None:
            self._answer(code)
            return
        host = "scanner.invalid" if self.device.faults.wrong_host else self.headers.get("Host", "")
        self.send_response(201)
        self.send_header("Location", f"http://{host}/eSCL/ScanJobs/{job.id}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _next_document(self, job_id: str) -> None:
        code, delivery = self.device.next_page(job_id)
        if delivery is None:
            self._answer(code)
            return
        faults = self.device.faults
        if faults.page_delay:
            self.device.released.wait(faults.page_delay)
        if delivery.number == faults.die_page:
            os._exit(9)
        if delivery.number == faults.hang_page:
            self.device.released.wait()
        try:
            self._send_page(delivery)
        except OSError:
            self.device.broken(job_id)
            self.close_connection = True

    def _send_page(self, delivery: Delivery) -> None:
        faults = self.device.faults
        cut = delivery.number == faults.cut_page
        self.send_response(200)
        self.send_header("Content-Type", faults.wrong_type or delivery.kind)
        if cut and faults.cut_cleanly:
            self.send_header("Connection", "close")  # no length told: only the image can show that it is cut
        else:
            self.send_header("Content-Length", str(len(delivery.data)))
        self.end_headers()
        if not cut:
            half = len(delivery.data) // 2
            self.wfile.write(delivery.data[:half])
            self.wfile.flush()
            if delivery.number == faults.trickle_page:
                self.device.released.wait()
            self.wfile.write(delivery.data[half:])
            self.device.delivered(delivery)
            return
        self.wfile.write(delivery.data[: int(len(delivery.data) * faults.cut_share)])
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().strip() or b"0", 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def _answer(self, code: int, body: bytes = b"", kind: str = "text/plain") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
