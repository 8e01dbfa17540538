"""What a start tells whoever waits for it: above all, who can come in."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from residencias import local_settings
from residencias.cli import TEXTS
from residencias.screens import Starting


def test_a_start_says_who_can_come_in_and_where_their_passwords_are(tmp_path: Path) -> None:
    settings = local_settings.staff(tmp_path)
    console = Console(record=True, width=200)
    desks = local_settings.desks(settings)
    passwords = settings["STAFF_PASSWORDS_FILE"]
    Starting(console, TEXTS).accounts(desks, url="http://x", passwords=passwords, mails="mails")
    said = console.export_text()
    assert {"ces", "validador1", "ooad"} <= {desk["user"] for desk in desks}
    assert all(desk["user"] in said and desk["name"] in said for desk in desks)
    assert passwords in said
    assert "http://x/personal" in said
    assert "argon2" not in said
    assert "CURP" in said


def test_where_people_enter_by_their_institution_there_is_nobody_to_name() -> None:
    assert local_settings.desks({}) == []
