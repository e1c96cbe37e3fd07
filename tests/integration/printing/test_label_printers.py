"""Labels sent to a printer on a real port or to a queue: what was taken counts, what wasn't is said."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from zxingcpp import BarcodeFormat

from kancelaria.printing.label_printer import LabelPrinter, PrinterError, PrinterUnreachable, label_printer
from kancelaria.printing.sending import LabelsNotTaken, Patience, send_labels
from kancelaria.printing.zpl import zpl_label
from tests.fakes.label_printer import LabelPrinterAtPort, formats
from tests.unit.printing import paper
from tests.unit.printing.test_labels import LABEL

SHORT = Patience(connect=2.0, first_answer=0.2, taking=0.5)
LONG = Patience(connect=5.0, first_answer=0.2, taking=20.0)
UNLISTED = LabelPrinter("lp", "nie-ma-takiej-kolejki")


def sent(printer: LabelPrinterAtPort, count: int, patience: Patience = LONG) -> list[int]:
    """Send so many labels; gives what was told to be taken."""
    taken: list[int] = []
    send_labels(label_printer(printer.address()), [zpl_label(LABEL, 203)] * count, taken.append, patience=patience)
    return taken


@pytest.mark.parametrize("answers", [True, False])
def test_labels_come_out_and_are_read(answers: bool) -> None:
    with LabelPrinterAtPort(answers=answers) as printer:
        taken = sent(printer, 3)
        assert taken == ([1, 2, 3] if answers else [3])
        read = [code.text for label in printer.labels for code in paper.codes(label, BarcodeFormat.Code128)]
        assert read == ["K1A26000123U"] * 3


def test_refused_connection_is_known() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    with pytest.raises(PrinterUnreachable) as failed:
        send_labels(LabelPrinter("tcp", "127.0.0.1", free), [b"^XA^XZ"], lambda _count: None)
    assert failed.value.code == "label_printer_refused"
    assert "9100" in failed.value.hint


def test_unknown_name_is_known() -> None:
    with pytest.raises(PrinterUnreachable) as failed:
        send_labels(LabelPrinter("tcp", "drukarka.invalid"), [b"^XA^XZ"], lambda _count: None, patience=SHORT)
    assert failed.value.code == "label_printer_unknown"


def test_printer_that_never_takes_is_known_and_nothing_counts() -> None:
    taken: list[int] = []
    with LabelPrinterAtPort(hangs=True) as printer, pytest.raises(LabelsNotTaken) as failed:
        send_labels(label_printer(printer.address()), [zpl_label(LABEL, 203)], taken.append, patience=SHORT)
    assert failed.value.code == "label_printer_silent"
    assert "zanim wydrukujesz ponownie" in failed.value.hint
    assert taken == []


def test_no_connection_in_time_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_more: object) -> socket.socket:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(PrinterUnreachable) as failed:
        send_labels(LabelPrinter("tcp", "192.0.2.10"), [b"^XA^XZ"], lambda _count: None, patience=SHORT)
    assert failed.value.code == "label_printer_unreachable"


@pytest.mark.parametrize("answers", [True, False])
def test_only_what_was_surely_taken_counts_when_it_breaks_off(answers: bool) -> None:
    taken: list[int] = []
    with LabelPrinterAtPort(answers=answers, takes=2) as printer:
        with pytest.raises(LabelsNotTaken) as failed:
            send_labels(label_printer(printer.address()), [zpl_label(LABEL, 203)] * 50, taken.append, patience=LONG)
        assert failed.value.code == "label_printer_broke_off"
        assert len(formats(bytes(printer.received))) >= 3
    assert taken[-1:] == ([2] if answers else [])


@pytest.mark.parametrize(
    ("state", "said"), [({"paper_out": True}, "skończyły się etykiety"), ({"head_open": True}, "otwarta jest pokrywa")]
)
def test_a_printer_that_cannot_print_says_why(state: dict[str, bool], said: str) -> None:
    with LabelPrinterAtPort(**state) as printer:  # type: ignore[arg-type]
        with pytest.raises(LabelsNotTaken, match=said) as failed:
            sent(printer, 1)
        assert failed.value.code == "label_printer_not_ready"
        assert printer.labels == []


@pytest.mark.parametrize("answers", [True, False])
def test_stopped_by_a_person_what_is_out_counts(answers: bool) -> None:
    asked, taken = [], []

    class Stopped(Exception):
        pass

    def check() -> None:
        asked.append(1)
        if len(asked) > 2:
            raise Stopped

    with LabelPrinterAtPort(answers=answers) as printer:
        formats_ = [zpl_label(LABEL, 203)] * 9
        with pytest.raises(Stopped):
            send_labels(label_printer(printer.address()), formats_, taken.append, check, LONG)
        assert taken[-1] == len(printer.labels) == 2


# a queue of the system: a stand-in for `lp` keeps what it was given


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a stand-in for `lp` on the path; gives the folder where it keeps orders and jobs."""

    def stand_in(ending: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "lp"
        program.write_text(f'#!/bin/sh\necho "$@" >> {folder}/orders\ncat >> {folder}/job\n{ending}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return folder

    return stand_in


def test_queue_gets_raw_labels(spooler: Callable[[str], Path]) -> None:
    folder = spooler("exit 0")
    taken: list[int] = []
    send_labels(LabelPrinter("lp", "Zebra_ZD421", dpi=300), [zpl_label(LABEL, 300)] * 120, taken.append)
    assert taken == [50, 100, 120]
    assert set((folder / "orders").read_text().splitlines()) == {"-d Zebra_ZD421 -o raw -t Etykiety -s"}
    assert len(formats((folder / "job").read_bytes())) == 120


def test_queue_that_refuses_is_known(spooler: Callable[[str], Path]) -> None:
    spooler('echo "lp: The printer or class does not exist." >&2; exit 1')
    taken: list[int] = []
    with pytest.raises(LabelsNotTaken) as failed:
        send_labels(UNLISTED, [b"^XA^XZ"], taken.append)
    assert failed.value.code == "spooler_refused"
    assert "does not exist" in failed.value.message
    assert taken == []


def test_queue_that_hangs_is_known(spooler: Callable[[str], Path]) -> None:
    spooler("exec sleep 30")
    with pytest.raises(LabelsNotTaken) as failed:
        send_labels(UNLISTED, [b"^XA^XZ"], lambda _count: None, patience=SHORT)
    assert failed.value.code == "spooler_silent"


def test_no_spooler_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrinterError) as failed:
        send_labels(UNLISTED, [b"^XA^XZ"], lambda _count: None)
    assert failed.value.code == "no_spooler"
    assert "cups-client" in failed.value.hint
