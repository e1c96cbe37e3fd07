"""People at a real window, station and central on PostgreSQL: joining, taking over, being put out, what one left."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, is_prepared, open_office
from kancelaria.central.provision import central_init, unit_add, user_add, user_disable
from kancelaria.domain.incoming import Reproduction, ReproductionExtent, Sender
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.fakes.postgres import SUPERUSER, SUPERUSER_PASSWORD, PostgresServer
from tests.fakes.postgres import postgres_server as postgres_server
from tests.fakes.postgres import shared_postgres as shared_postgres
from ui.cli.main import main
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import LetterForm, Station
from ui.desktop.views.first_start import CENTRAL, FirstStartDialog
from ui.desktop.views.settings_central import JoinDialog
from ui.desktop.views.sign_in import Asked
from ui.desktop.window import MainWindow
from ui.operations.central import engine_of, join, sign_in
from ui.operations.in_step import StationCentral
from ui.operations.secrets import GRANT, LOGIN, PASSWORD, secrets_of
from ui.operations.station import open_station, prepare

SECRET = "zmyslone-haslo"
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Central:
    """A central with two clerks and an officer; logins are roles of the whole server, so each central has its own."""

    server: PostgresServer
    database: str
    mark: str

    @property
    def admin(self) -> str:
        return self.server.url(database=self.database)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.port}/{self.database}"

    def login(self, name: str) -> str:
        return f"{name}.{self.mark}"

    def authors(self) -> list[str]:
        with self.server.connect(database=self.database) as connection:
            rows = connection.execute(
                "SELECT record ->> 'registered_by' FROM kancelaria.record WHERE aggregate = 'item' ORDER BY rpw_number"
            )
            return [str(row[0]).split(".")[0] for row in rows]


@pytest.fixture
def central(postgres_server: PostgresServer) -> Central:
    mark = uuid.uuid4().hex[:8]
    made = Central(postgres_server, f"urzad_{mark}", mark)
    postgres_server.new_database(made.database)
    central_init(made.admin, "Urząd Miasta Próbnego")
    unit_add(made.admin, "GK", "Gospodarka Komunalna")
    for name, role, unit in (("anna", "registry", None), ("bogna", "registry", None), ("olek", "officer", "GK")):
        login = made.login(name)
        user_add(made.admin, login, role, SECRET, unit=unit, surname="Testowa", given_names=name.capitalize())
    return made


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.operations.secrets._keyring", lambda: None)


@pytest.fixture
def home(central: Central, tmp_path: Path) -> Path:
    home = tmp_path / "stanowisko"
    join(home, central.address, SECRET, None, "K1", central.login("anna"), stay=False)
    return home


@pytest.fixture
def station(home: Path) -> Iterator[Station]:
    opened = open_station(home, 1)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, station: Station, jobs: JobRunner) -> MainWindow:
    made = desktop.build_window(qapp, station, jobs)
    qtbot.addWidget(made)
    made.show()
    return made


def let_in(qtbot: QtBot, window: MainWindow, login: str, password: str = SECRET) -> float:
    """Give a login and a password on the page; milliseconds until the window is theirs."""
    page = window.people.page
    began = time.monotonic()
    page.show_fault("")
    page.submitted.emit(login, password)
    qtbot.waitUntil(lambda: not window.cover.covered or bool(page.fault), timeout=PATIENCE_MS)
    assert page.fault == ""
    assert window.who.person is not None
    assert window.who.person.login == login
    return (time.monotonic() - began) * 1000


def letter(title: str) -> LetterForm:
    return LetterForm(
        sender=Sender(organisation="Spółka Zmyślona", town="Próbne"), title=title, received_on="2026-11-20",
        no_date=True, no_reference=True, reproduction=Reproduction(ReproductionExtent.NONE, "content_form_state"),
    )  # fmt: skip


def write(office: Office, actor: str, title: str) -> None:
    form = letter(title)
    command = RegisterIncoming(
        item_id=office.ids.new(), received_on=form.received_on, title=title, sender=form.sender, no_date=True,
        no_reference=True, reproduction=form.reproduction, confirmed=True,
    )  # fmt: skip
    register_incoming(command, office.uow(actor), office.workplace)


def test_taking_over_with_and_without_the_central(
    qtbot: QtBot, window: MainWindow, station: Station, central: Central
) -> None:
    anna, bogna = central.login("anna"), central.login("bogna")
    in_step = station.central
    assert isinstance(in_step, StationCentral)
    assert window.people.page.asked is Asked.SIGN_IN
    let_in(qtbot, window, anna)
    station.desk.register_without_scan(letter("Anny z centralą"))
    window.people.switch()
    online = let_in(qtbot, window, bogna)
    qtbot.waitUntil(lambda: in_step.sync_status().login == bogna, timeout=PATIENCE_MS)
    station.desk.register_without_scan(letter("Bogny z centralą"))
    qtbot.waitUntil(lambda: central.authors() == ["anna", "bogna"], timeout=PATIENCE_MS)

    central.server.stop()
    try:
        station.desk.register_without_scan(letter("Bogny bez centrali"))
        window.people.switch()
        offline = let_in(qtbot, window, anna)
        print(f"przejęcie okna: {online:.0f} ms z centralą, {offline:.0f} ms bez niej")
        assert window.who.person is not None
        assert (window.who.person.online, window.who.person.name) == (False, "Anna Testowa")
        station.desk.register_without_scan(letter("Anny bez centrali"))
        qtbot.waitUntil(lambda: in_step.status().until is not None, timeout=PATIENCE_MS)
    finally:
        central.server.start()
    qtbot.waitUntil(lambda: len(central.authors()) == 4, timeout=PATIENCE_MS)
    assert sorted(central.authors()) == ["anna", "anna", "bogna", "bogna"]
    qtbot.waitUntil(lambda: window.who.person is not None and window.who.person.online, timeout=PATIENCE_MS)


def test_whoever_is_disabled_is_put_out_and_the_window_is_free(
    qtbot: QtBot, window: MainWindow, station: Station, central: Central
) -> None:
    let_in(qtbot, window, central.login("bogna"))
    user_disable(central.admin, central.login("bogna"))
    qtbot.waitUntil(lambda: window.cover.covered, timeout=PATIENCE_MS)
    assert "wyłączone" in window.people.page.fault
    assert window.who.person is None
    page = window.people.page
    page.submitted.emit(central.login("bogna"), SECRET)
    qtbot.waitUntil(lambda: "nie ma dostępu" in page.fault, timeout=PATIENCE_MS)
    assert window.cover.covered
    let_in(qtbot, window, central.login("anna"))


def test_an_officer_finds_no_desk(qtbot: QtBot, window: MainWindow, central: Central) -> None:
    let_in(qtbot, window, central.login("olek"))
    assert "desk" not in window.allowed
    assert {"registers", "settings"} <= set(window.allowed)


def test_what_a_disabled_person_left_holds_nobody_up(home: Path, central: Central) -> None:
    anna, bogna = central.login("anna"), central.login("bogna")
    with open_office(home) as office:
        write(office, anna, "zostawione")
        sign_in(office, bogna, SECRET)
        write(office, bogna, "nowe")
        user_disable(central.admin, anna)
        assert secrets_of(office).get(GRANT + anna)
        report = engine_of(office).run_once()
        assert central.authors() == ["bogna"]
        assert any(anna in reason for reason in report.stuck), report.stuck


def test_commands_sign_in_for_good_and_out_again(home: Path, central: Central) -> None:
    run = CliRunner()
    start = ["--home", str(home), "--json"]
    bogna = central.login("bogna")
    assert run.invoke(main, [*start, "sync", "--once"]).exit_code == 4  # nobody is signed in
    assert run.invoke(main, [*start, "sign-in", bogna, "--password-stdin"], input="nie to\n").exit_code == 4
    done = run.invoke(main, [*start, "sign-in", bogna, "--password-stdin"], input=f"{SECRET}\n")
    assert done.exit_code == 0, done.output
    assert run.invoke(main, [*start, "sync", "--once"]).exit_code == 0
    assert run.invoke(main, [*start, "sign-out"]).exit_code == 0
    with open_office(home) as office:
        secrets = secrets_of(office)
        assert (secrets.get(LOGIN), secrets.get(PASSWORD + bogna)) == (None, None)
        assert secrets.get(GRANT + bogna)
    assert SECRET not in (home / "secrets.json").read_text("utf-8")


Fill = Callable[[str, str, str], None]


@pytest.fixture
def first_start(qtbot: QtBot, jobs: JobRunner, tmp_path: Path) -> tuple[FirstStartDialog, Fill]:
    dialog = FirstStartDialog(jobs, partial(prepare, tmp_path / "nowe"))
    qtbot.addWidget(dialog)
    dialog.show()
    work = dialog.findChild(QComboBox, "work")
    work.setCurrentIndex(work.findData(CENTRAL))

    def fill(address: str, login: str, password: str) -> None:
        for name, text in (("centralAddress", address), ("centralLogin", login), ("centralPassword", password)):
            field = dialog.findChild(QLineEdit, name)
            assert field.isVisible()
            field.setText(text)
        save = dialog.findChild(QAbstractButton, "firstSave")
        save.click()
        qtbot.waitUntil(lambda: bool(dialog.fault) or dialog.result() == 1, timeout=PATIENCE_MS)

    return dialog, fill


def test_the_first_start_joins_a_central_and_says_why_not(
    first_start: tuple[FirstStartDialog, Fill], central: Central, tmp_path: Path
) -> None:
    dialog, fill = first_start
    anna = central.login("anna")
    refusals = (
        ((central.address, "", SECRET), "Podaj: login."),
        (("http://centrala.example.com", anna, SECRET), "Na przykład: postgresql://"),
        (("127.0.0.1:1/urzad", anna, SECRET), "Sprawdź adres i sieć"),
        ((central.address, anna, "nie to"), "Sprawdź hasło"),
        ((central.address, SUPERUSER, SUPERUSER_PASSWORD), "Załóż zwykłe konto"),
    )
    for answers, said in refusals:
        fill(*answers)
        assert said in dialog.fault
        assert not is_prepared(tmp_path / "nowe")
    fill(central.address, anna.upper(), SECRET)
    assert dialog.fault == ""
    with open_office(tmp_path / "nowe") as office:
        assert office.station.institution.name == "Urząd Miasta Próbnego"
        assert office.station.central == f"postgresql://{central.address}"
    assert SECRET not in (tmp_path / "nowe" / "secrets.json").read_text("utf-8")


def test_an_officers_station_joins_too(central: Central, tmp_path: Path) -> None:
    """Labels are the registry's: the central gives an officer's station no series, and that is no refusal."""
    station = join(tmp_path / "referent", central.address, SECRET, None, "R1", central.login("olek"), stay=False)
    assert station.central


def test_a_station_alone_joins_from_the_settings_unless_it_has_letters(
    qtbot: QtBot, jobs: JobRunner, central: Central, tmp_path: Path
) -> None:
    from kancelaria.bootstrap import init_station

    init_station(tmp_path / "samo", "Urząd", "K1")
    opened = open_station(tmp_path / "samo", 1)
    try:
        assert opened.join is not None
        opened.desk.register_without_scan(letter("już zarejestrowane"))
        dialog = JoinDialog(jobs, opened.join, window := QLineEdit())
        qtbot.addWidget(window)
        for field, text in zip(dialog.fields._fields, (central.address, central.login("anna"), SECRET), strict=True):
            field.setText(text)
        dialog.findChild(QAbstractButton, "joinEnter").click()
        qtbot.waitUntil(lambda: bool(dialog.fault), timeout=PATIENCE_MS)
        assert "central adopt" in dialog.fault
    finally:
        opened.close()
    init_station(tmp_path / "puste", "Urząd", "K2")
    opened = open_station(tmp_path / "puste", 1)
    try:
        assert opened.join is not None
        opened.join(central.address, central.login("anna"), SECRET)
    finally:
        opened.close()
    with open_office(tmp_path / "puste") as office:
        assert office.station.central == f"postgresql://{central.address}"
