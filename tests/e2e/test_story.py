"""The whole story once, from roster to signed letter, through every service; then everything it left is looked at."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from pypdf import PdfReader

from residencias.demo.run import Ended
from tests.e2e.integrity import wounds
from tests.e2e.stage import Stage, staged

ASPIRANTES = int(os.environ.get("STORY_ASPIRANTES", "24"))
SEED = 2023


@dataclass(frozen=True)
class Told:
    """A story that has been told, in a system that still runs."""

    stage: Stage
    ended: Ended


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with staged(tmp_path_factory.mktemp("story"), ASPIRANTES, SEED) as stage:
        yield Told(stage, stage.play())


@pytest.fixture(scope="module")
def mails(told: Told) -> list[EmailMessage]:
    folder = next(part.messages for part in told.stage.system.parts if part.name == "mail")
    return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in sorted(folder.glob("*.eml"))]


def test_the_oracle_agrees_and_every_step_went_as_planned(told: Told) -> None:
    assert told.stage.wrong(told.ended) == []


def test_the_story_reaches_every_kind_of_end_a_small_crowd_has(told: Told) -> None:
    assert {"PRESENTADO_A_SEDE", "FUERA_DE_PROCESO", "RENUNCIA", "NO_ACEPTA"} <= set(
        told.ended.observed["states"]
    )


def test_the_independent_verifier_has_nothing_to_say(told: Told) -> None:
    properties = told.ended.round["verification"]["properties"]
    assert len(properties) >= 6
    assert [one["name"] for one in properties if not one["holds"]] == []


def test_every_letter_is_a_pdf_that_verifies_by_its_code_with_its_own_hash(told: Told) -> None:
    world = told.stage.world
    letters = world.rest.get(world.path("/cartas"), world.staff("ces"), limit=500)["letters"]
    assert len(letters) == sum(told.ended.observed["letters"].values())
    for letter in letters:
        verified = world.rest.get(f"/verificacion/{letter['code']}")
        assert verified["status"] in ("VIGENTE", "SUSTITUIDA", "REVOCADA")
        assert verified["sha256"] == letter["sha256"]


def test_the_letters_kept_open_and_are_the_ones_the_system_vouches_for(told: Told) -> None:
    world = told.stage.world
    letters = world.rest.get(world.path("/cartas"), world.staff("ces"), limit=500)["letters"]
    vouched = {letter["sha256"] for letter in letters}
    kept = sorted(world.letters.glob("*.pdf"))
    assert len(kept) >= 3 * len(told.ended.observed["letters"])
    for file in kept:
        content = file.read_bytes()
        assert hashlib.sha256(content).hexdigest() in vouched, file.name
        text = " ".join(page.extract_text() for page in PdfReader(file).pages)
        assert re.search(r"residencias médicas|Residencias Médicas|RESIDENCIAS MÉDICAS", text), file.name


def test_every_caught_mail_is_whole_addressed_once_and_about_something(
    told: Told, mails: list[EmailMessage]
) -> None:
    correos = {correo for person in told.stage.world.people for correo in person.correos}
    for mail in mails:
        assert mail.defects == []
        assert {address.addr_spec for address in mail["To"].addresses} & correos
        assert mail["Subject"]
        assert len(mail.get_body(("plain",)).get_content()) > 80
    assert [one for one, n in Counter(mail["Message-ID"] for mail in mails).items() if n > 1] == []


def test_as_many_mails_were_caught_as_the_system_says_it_sent(told: Told, mails: list[EmailMessage]) -> None:
    assert len(mails) >= sum(told.ended.observed["mails"].values())


def test_nothing_is_lost_doubled_or_left_lying(told: Told) -> None:
    assert wounds(told.stage.world) == []
