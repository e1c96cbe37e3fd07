"""The office's own facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.services.office import describe_institution
from tests.fakes.office import FakeOffice


def test_facts_change_and_identity_stays(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    before = office.workplace.station.institution
    wanted = replace(before, id="other", name=" Urząd Gminy Próbna ", phone="12 345 67 89", town="Próbna")
    station = describe_institution(wanted, office.uow(), office.workplace)
    assert station.institution == replace(wanted, id=before.id, name="Urząd Gminy Próbna")
    assert office.state.office["station"] == [station]
    assert office.commits == 1


def test_an_office_has_a_name(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    nameless = replace(office.workplace.station.institution, name="  ")
    with pytest.raises(InvalidInput, match="nazwę urzędu"):
        describe_institution(nameless, office.uow(), office.workplace)
    assert office.commits == 0


def test_under_a_central_only_the_rest_changes(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    office.workplace = replace(
        office.workplace, station=replace(office.workplace.station, central="https://centrala.example.com")
    )
    institution = office.workplace.station.institution
    moved = describe_institution(replace(institution, address="ul. Nowa 1"), office.uow(), office.workplace)
    assert moved.institution.address == "ul. Nowa 1"
    with pytest.raises(StateForbids, match="centrala"):
        describe_institution(replace(institution, name="Inny"), office.uow(), office.workplace)
