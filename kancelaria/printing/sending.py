"""Sending labels to a printer that speaks ZPL. What returns without an error was taken by the printer or its queue."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from kancelaria.printing.label_printer import LabelPrinter, PrinterError, PrinterUnreachable

STATUS = b"~HS"
STATUS_LINES = 3
MOST_ANSWER = 4096
A_JOB = 50
"""Labels a job of the queue."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds: for the connection, for a first answer, for labels to be taken."""

    connect: float = 5.0
    first_answer: float = 1.0
    taking: float = 20.0


PATIENCE = Patience()


class LabelsNotTaken(PrinterError):
    """The printer didn't take all labels; those told to `taken` it surely has."""


Taken = Callable[[int], None]
"""Hears, as it grows, how many labels the printer surely has."""


def send_labels(
    printer: LabelPrinter,
    formats: Iterable[bytes],
    taken: Taken,
    check: Callable[[], None] = lambda: None,
    patience: Patience = PATIENCE,
) -> None:
    """Send ZPL formats, one a label, in order. PrinterUnreachable, LabelsNotTaken, or what `check` raises to stop."""
    if printer.way == "lp":
        _through_queue(printer, formats, taken, check, patience)
        return
    connection = _connected(printer, patience)
    with connection:
        _Raw(printer, connection, patience).send(formats, taken, check)


class _Raw:
    """A connection to a raw port. A printer that answers `~HS` is asked after each label, others once at the end."""

    def __init__(self, printer: LabelPrinter, connection: socket.socket, patience: Patience) -> None:
        self._printer, self._connection, self._patience = printer, connection, patience

    def send(self, formats: Iterable[bytes], taken: Taken, check: Callable[[], None]) -> None:
        try:
            if self._ready():
                self._asking(formats, taken, check)
            else:
                self._unasked(formats, taken, check)
        except TimeoutError as error:
            raise LabelsNotTaken(
                "label_printer_silent",
                f"Drukarka etykiet {self._printer.name} nie potwierdziła, że przyjęła wydruk.",
                "Sprawdź papier, taśmę i pokrywę. Obejrzyj, co wyszło z drukarki, zanim wydrukujesz ponownie.",
                self._printer.name,
            ) from error
        except OSError as error:
            raise LabelsNotTaken(
                "label_printer_broke_off",
                f"Drukarka etykiet {self._printer.name} przerwała połączenie.",
                "Sprawdź, czy drukarka jest włączona i wolna. Obejrzyj, co wyszło, zanim wydrukujesz ponownie.",
                self._printer.name,
            ) from error

    def _asking(self, formats: Iterable[bytes], taken: Taken, check: Callable[[], None]) -> None:
        for number, each in enumerate(formats, start=1):
            check()
            self._send(each)
            self._ask(self._patience.taking)
            taken(number)

    def _unasked(self, formats: Iterable[bytes], taken: Taken, check: Callable[[], None]) -> None:
        sent = 0
        try:
            for each in formats:
                check()
                self._send(each)
                sent += 1
        except OSError:
            raise
        except BaseException:  # stopped by a person: what was sent whole is coming out of the printer
            if sent:
                self._finish()
                taken(sent)
            raise
        self._finish()
        taken(sent)

    def _send(self, each: bytes) -> None:
        self._connection.settimeout(self._patience.taking)
        self._connection.sendall(each)

    def _ready(self) -> bool:
        """Whether it tells its state; a state in which nothing comes out is an error."""
        try:
            answer = self._ask(self._patience.first_answer)
        except TimeoutError:
            return False
        _refuse_unready(self._printer, answer)
        return True

    def _ask(self, seconds: float) -> bytes:
        """Its three lines of state. Whoever answers has read everything sent before."""
        self._connection.sendall(STATUS)
        answer, until = b"", time.monotonic() + seconds
        while answer.count(b"\x03") < STATUS_LINES:
            self._connection.settimeout(max(until - time.monotonic(), 0.001))
            part = self._connection.recv(MOST_ANSWER)
            if not part:
                raise ConnectionResetError(None, "połączenie zamknięte")
            answer = (answer + part)[-MOST_ANSWER:]
        return answer

    def _finish(self) -> None:
        """No more is coming: a printer that has read all of it ends the connection in order."""
        self._connection.shutdown(socket.SHUT_WR)
        until = time.monotonic() + self._patience.taking
        while True:
            self._connection.settimeout(max(until - time.monotonic(), 0.001))
            if not self._connection.recv(MOST_ANSWER):
                return


def _connected(printer: LabelPrinter, patience: Patience) -> socket.socket:
    place = (printer.place.strip("[]"), printer.port)
    try:
        return socket.create_connection(place, patience.connect)
    except ConnectionRefusedError as error:
        raise PrinterUnreachable(
            "label_printer_refused",
            f"Drukarka etykiet {printer.name} odmówiła połączenia.",
            "Sprawdź numer portu (zwykle 9100) i czy drukarka nie jest zajęta przez inne stanowisko.",
            printer.name,
        ) from error
    except socket.gaierror as error:
        raise PrinterUnreachable(
            "label_printer_unknown",
            f"W sieci nie ma drukarki o nazwie {printer.place}.",
            "Sprawdź nazwę albo podaj adres liczbowy z wydruku konfiguracji drukarki.",
            printer.name,
        ) from error
    except OSError as error:  # a time-out among them
        raise PrinterUnreachable(
            "label_printer_unreachable",
            f"Drukarka etykiet {printer.name} nie odpowiada.",
            "Sprawdź, czy jest włączona i w sieci; możesz wydrukować etykietę na arkuszu A4.",
            printer.name,
        ) from error


def _refuse_unready(printer: LabelPrinter, answer: bytes) -> None:
    """From the state: paper out and pause of the first line, head open and ribbon out of the second."""
    lines = [line.strip(b"\x02\x03\r\n ").split(b",") for line in answer.split(b"\x03") if b"," in line]
    flags = {
        "skończyły się etykiety": (0, 1), "drukarka jest wstrzymana (pauza)": (0, 2),
        "otwarta jest pokrywa": (1, 2), "skończyła się taśma": (1, 3),
    }  # fmt: skip
    faults = [
        said
        for said, (line, place) in flags.items()
        if len(lines) > line and len(lines[line]) > place and lines[line][place] == b"1"
    ]
    if faults:
        raise LabelsNotTaken(
            "label_printer_not_ready",
            f"Drukarka etykiet {printer.name} nie drukuje: {', '.join(faults)}.",
            "Usuń przyczynę i wydrukuj ponownie.",
            printer.name,
        )


def _through_queue(
    printer: LabelPrinter, formats: Iterable[bytes], taken: Taken, check: Callable[[], None], patience: Patience
) -> None:
    """Hand labels to the spooler, some at a time: what it took it prints, whatever becomes of this program."""
    program = shutil.which("lp")
    if program is None:
        raise PrinterUnreachable(
            "no_spooler",
            "Na tym stanowisku nie ma programu „lp”, który przyjmuje wydruki.",
            "Zainstaluj pakiet cups-client albo podaj adres drukarki w sieci.",
            printer.name,
        )
    order = [program, "-d", printer.place, "-o", "raw", "-t", "Etykiety", "-s"]
    waiting, count = iter(formats), 0
    while batch := list(islice(waiting, A_JOB)):
        check()
        _hand_over(printer, order, b"".join(batch), patience)
        count += len(batch)
        taken(count)


def system_queues(seconds: float = 5.0) -> list[str]:
    """Names of the system's queues; none where there is no spooler or it doesn't answer."""
    program = shutil.which("lpstat")
    if program is None:
        return []
    try:
        done = subprocess.run([program, "-e"], capture_output=True, timeout=seconds, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return []
    return done.stdout.decode("utf-8", "replace").split() if done.returncode == 0 else []


def _hand_over(printer: LabelPrinter, order: list[str], content: bytes, patience: Patience) -> None:
    try:
        done = subprocess.run(order, input=content, capture_output=True, timeout=patience.taking, check=False)
    except subprocess.TimeoutExpired as error:
        raise LabelsNotTaken(
            "spooler_silent",
            f"Kolejka „{printer.place}” nie przyjęła wydruku na czas.",
            "Sprawdź usługę drukowania (CUPS) i spróbuj ponownie.",
            printer.name,
        ) from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("lp: ").rstrip(".")
        raise LabelsNotTaken(
            "spooler_refused",
            f"Kolejka „{printer.place}” nie przyjęła wydruku: {said or 'nie podano przyczyny'}.",
            "Sprawdź nazwę kolejki i czy jest włączona (lpstat -p), potem wydrukuj ponownie.",
            printer.name,
        )
