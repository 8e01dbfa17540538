"""Letters and e-mails are listed with the newest first, and a page holds while more are issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from plumbing.errors import Invalid
from services.notifications import usecases
from tests.usecases.notifications.world import OTHER, PERSON, World

Listing = Callable[..., dict[str, Any]]
HOURS = {"m": 0, "c": 3, "x": 1, "a": 3, "k": 3, "b": 2, "z": 5}
"""When each was issued; its id says nothing of that. Three are of one instant."""
EXPECTED = ["z", "k", "c", "a", "b", "x", "m"]


def later(at: datetime, hour: int) -> datetime:
    return at + timedelta(hours=hour + 1)


def letter(world: World, name: str, hour: int, of: str = PERSON) -> None:
    known = world.desk.letters.first({}, sort=[("issued_at", 1)]) or pytest.fail("no letter to begin with")
    value = replace(
        known.value, letter_id=name, code=name, issued_at=later(known.value.issued_at, hour), expediente_id=of
    )
    world.desk.letters.create(name, value, world.act("ces"))


def message(world: World, name: str, hour: int, of: str = PERSON) -> None:
    known = world.desk.mensajes.first({}, sort=[("composed_at", 1)]) or pytest.fail("no e-mail to begin with")
    value = replace(
        known.value, message_id=name, composed_at=later(known.value.composed_at, hour), expediente_id=of
    )
    world.desk.mensajes.create(name, value, world.act("ces"))


@pytest.fixture
def world() -> World:
    """One letter and one e-mail, older than any other."""
    made = World()
    made.open_account()
    made.print("ACUSE_ENVIO")
    return made


LISTS = [
    pytest.param(letter, usecases.list_letters, "letters", "letter_id", id="letters"),
    pytest.param(message, usecases.list_messages, "messages", "message_id", id="messages"),
]


@pytest.mark.parametrize(("issue", "listed", "rows", "name"), LISTS)
def test_the_newest_comes_first_whatever_its_id(
    world: World, issue: Callable[..., None], listed: Listing, rows: str, name: str
) -> None:
    for one, hour in HOURS.items():
        issue(world, one, hour, OTHER if one == "z" else PERSON)
    everybody = [one[name] for one in listed(world.desk, world.act("ces"))[rows]]
    assert everybody[:-1] == EXPECTED
    own = [one[name] for one in listed(world.desk, world.act("ces"), PERSON)[rows]]
    assert own[:-1] == EXPECTED[1:]


@pytest.mark.parametrize(("issue", "listed", "rows", "name"), LISTS)
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_a_page_holds_while_more_are_issued(
    world: World, issue: Callable[..., None], listed: Listing, rows: str, name: str, limit: int
) -> None:
    for one, hour in HOURS.items():
        issue(world, one, hour)
    seen, after = [], ""
    for number in range(20):
        page = listed(world.desk, world.act("ces"), "", {"limit": limit, "after": after})
        seen += [one[name] for one in page[rows]]
        issue(world, f"later-{number}", 10 + number)
        if not (after := page["next"]):
            break
    assert seen[:-1] == EXPECTED


@pytest.mark.parametrize(("issue", "listed", "rows", "name"), LISTS)
def test_what_is_no_page_is_refused(
    world: World, issue: Callable[..., None], listed: Listing, rows: str, name: str
) -> None:
    with pytest.raises(Invalid, match="PAGINA_INVALIDA"):
        listed(world.desk, world.act("ces"), "", {"after": "01890000-0000-7000-8000-000000000001"})
