"""Papers people hand in: what is kept, who may read it, and that acts rest on what was really received."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow, Unavailable
from services.allocation import usecases
from services.allocation.domain import papeles
from tests.usecases.allocation.concurso import GATE, RUN, VALID, Concurso, accepted

JAL, SUR = "JAL", "CDMX-S"
JPG = b"\xff\xd8\xff\xe0 a scan"
PDF = b"%PDF-1.7 a scan"


def receive(out: Concurso, content: bytes = JPG, scope: str = SUR, kind: str = "RENUNCIA") -> dict:
    return usecases.receive_paper(out.desk, out.ooad(scope), "a", kind, content)


@pytest.fixture
def came(out: Concurso) -> Concurso:
    return accepted(out, "a")


def test_a_paper_is_kept_as_it_came_and_the_same_bytes_are_the_same_paper(came: Concurso) -> None:
    made = [receive(came) for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0]["media_type"], made[0]["sha256"]) == ("image/jpeg", hashlib.sha256(JPG).hexdigest())
    assert list(came.papers.kept.values()) == [JPG]
    (fact,) = came.facts("PaperReceived")
    assert fact["data"] == {"kind": "RENUNCIA", "sha256": made[0]["sha256"], "bytes": len(JPG)}
    shown = usecases.get_result(came.desk, came.ooad(SUR), "a")
    assert [one["sha256"] for one in shown["papers"]] == [made[0]["sha256"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PAPEL_VACIO"),
        (b"MZ a program", "PAPEL_FORMATO"),
        (PDF + b"." * papeles.LARGEST, "PAPEL_DEMASIADO_GRANDE"),
    ],
)
def test_what_is_no_scan_is_refused(came: Concurso, content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        receive(came, content)
    assert not came.papers.kept


def test_an_unknown_kind_and_one_paper_too_many_are_refused(came: Concurso) -> None:
    with pytest.raises(Invalid, match="PAPEL_DESCONOCIDO"):
        receive(came, kind="CARTA")
    for number in range(papeles.MOST):
        receive(came, PDF + bytes([number]))
    with pytest.raises(Conflict, match="PAPELES_AL_TOPE"):
        receive(came)


def test_other_ooads_neither_hand_in_nor_read(came: Concurso) -> None:
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        receive(came, scope=JAL)
    digest = receive(came)["sha256"]
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.get_paper(came.desk, came.ooad(JAL), "a", digest)


def test_before_the_gate_nothing_is_received(concurso: Concurso) -> None:
    concurso.publish()
    concurso.at(RUN)
    with pytest.raises(OutsideWindow, match="RESULTADOS_NO_PUBLICADOS"):
        usecases.receive_paper(concurso.desk, concurso.act(), "a", "RENUNCIA", JPG)
    assert not concurso.papers.kept
    assert concurso.at(GATE)


def test_a_look_of_the_staff_is_a_fact_and_the_owners_is_not(came: Concurso) -> None:
    digest = receive(came)["sha256"]
    assert usecases.get_paper(came.desk, came.own("a"), "a", digest)["content"] == JPG
    before = len(came.facts("DossierRead"))
    assert usecases.get_paper(came.desk, came.act("auditor"), "a", digest)["content"] == JPG
    assert [one["data"]["what"] for one in came.facts("DossierRead")][before:] == ["papel RENUNCIA"]
    with pytest.raises(NotFound):
        usecases.get_paper(came.desk, came.own("b"), "a", digest)


def test_bytes_that_are_not_what_was_received_are_not_given(came: Concurso) -> None:
    digest = receive(came)["sha256"]
    came.papers.kept = dict.fromkeys(came.papers.kept, b"another")
    with pytest.raises(Unavailable, match="PAPEL_ALTERADO"):
        usecases.get_paper(came.desk, came.ooad(SUR), "a", digest)


def test_an_act_rests_on_a_paper_that_was_received(came: Concurso) -> None:
    never = "0" * 64
    with pytest.raises(NotFound, match="PAPEL_SIN_RECIBIR"):
        usecases.register_renuncia(came.desk, came.ooad(SUR), "a", "", never)
    with pytest.raises(NotFound, match="PAPEL_SIN_RECIBIR"):
        usecases.record_abandono(came.desk, came.ooad(SUR), "a", "ABANDONO", never)
    usecases.register_presentation(came.at(VALID).desk, came.ooad(SUR), "a", "INE")
    with pytest.raises(NotFound, match="PAPEL_SIN_RECIBIR"):
        usecases.record_exam(came.desk, came.ooad(SUR), "a", "MEDICO", False, never)
    digest = receive(came)["sha256"]
    usecases.register_renuncia(came.desk, came.ooad(SUR), "a", "", digest)
    (fact,) = came.facts("RenunciaRegistered")
    assert fact["data"]["document_sha256"] == digest


def test_what_is_due_and_what_has_a_result_is_said(came: Concurso) -> None:
    shown = usecases.get_result(came.desk, came.ooad(SUR), "a")
    assert (shown["exams_due"], shown["exams"]) == (["MEDICO", "PSICOMETRICO"], [])
    usecases.register_presentation(came.at(VALID).desk, came.ooad(SUR), "a", "INE")
    usecases.record_exam(came.desk, came.ooad(SUR), "a", "MEDICO", True, "")
    shown = usecases.get_result(came.desk, came.ooad(SUR), "a")
    assert [(one["exam"], one["is_favourable"]) for one in shown["exams"]] == [("MEDICO", True)]


@pytest.mark.parametrize(
    ("search", "folios"),
    [
        ("", ["F-A", "F-B", "F-C"]),
        ("f-b", ["F-B"]),
        ("Persona", ["F-A", "F-B", "F-C"]),
        ("pers F-A", ["F-A"]),
        ("ersona", []),
        ("F-X", []),
        (".*", []),
    ],
)
def test_people_are_found_by_folio_and_by_the_beginnings_of_their_names(
    out: Concurso, search: str, folios: list
) -> None:
    found = usecases.list_results(out.desk, out.ooad(SUR), "", "", None, search=search)
    assert [one["folio"] for one in found["results"]] == folios
    assert sum(found["counts"].values()) == len(found["results"])


def test_before_the_gate_ces_searches_too(concurso: Concurso) -> None:
    concurso.publish()
    found = usecases.list_results(concurso.desk, concurso.act(), "", "", None, search="persona f-x")
    assert [one["folio"] for one in found["results"]] == ["F-X"]


def test_a_scan_whose_command_died_before_it_was_saved_is_swept_a_day_later_and_no_other(
    came: Concurso, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as killed:
        killed.setattr(came.desk.participaciones, "save", dies)
        with pytest.raises(Killed):
            receive(came, PDF)
    receive(came)
    assert len(came.papers.kept) == 2
    assert usecases.sweep_orphans(came.desk) == 0, "it may be on its way"
    came.papers.ages = dict.fromkeys(came.papers.kept, timedelta(days=1))
    assert usecases.sweep_orphans(came.desk) == 1
    assert list(came.papers.kept.values()) == [JPG]
