"""Several hundred hostile or odd files and random mutations: always a clear verdict, within 300 MB and 5 s."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbing.config import ROOT
from plumbing.errors import FieldError
from services.documents.domain import rules
from services.documents.domain.model import Damage, Level, Verdict
from services.documents.inspection import inspect
from tests.domain.documents.corpus import BASES, corpus
from tests.domain.documents.test_rules import ASKED, TEXTS

LEAST_FILES = 300
MAX_SECONDS = 5.0
MAX_KILOBYTES = 300 * 1024
MAX_PIXELS = 40_000_000
NAMES = (
    "CERTIFICADO.jpg", "certificado.jpg", "CERTIFICADO.jpg.exe", "", ".", "..", ".jpg", "CERTIFICADO.",
    "CERTIFICÁDO.jpg", "CERTIFICADO\u202egpj.exe", "CERTIFICADO\x00.jpg", "😀.jpg", "C" * 5_000 + ".jpg",
    "../../etc/passwd", "CERTIFICADO.jpg\n", "CERTIFICADO\u0301.jpg", "\u0421ERTIFICADO.jpg", "{0}.jpg",
    "{nombre}.jpg", "%s%n.jpg", "CON.jpg", "\u200bCERTIFICADO.jpg",
)  # fmt: skip
MEASURE = """
import json, sys, time
from pathlib import Path
from services.documents.inspection import inspect
done = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    content = file.read_bytes()
    began = time.process_time()
    seen = inspect(content, 40_000_000, True)
    done[file.name] = (time.process_time() - began, seen.format, seen.damage.value)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))  # maxrss counts the parent's
print(json.dumps((int(peak.split()[1]), done)))
"""


def judged(content: bytes, name: str = "CERTIFICADO.jpg") -> Verdict:
    """The verdict, which follows from its findings; each of them can be said in words."""
    verdict = rules.judge(inspect(content, MAX_PIXELS, True), name, ASKED)
    is_refused = any(finding.level is Level.BLOQUEA for finding in verdict.findings)
    assert (verdict.verdict == "RECHAZADO") is is_refused
    for finding in verdict.findings:
        text = TEXTS.text(FieldError("", finding.code, finding.facts))
        assert all(text[part] for part in ("que", "porque", "arreglo"))
        assert all(0 <= side <= 1 for area in finding.areas for side in vars(area).values())
    return verdict


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    made = dict(corpus())
    assert len(made) >= LEAST_FILES
    return made


def test_every_hostile_file_is_measured_within_300_mb_and_5_s(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    """In a process of its own, whose peak of memory is measured over all of them."""
    names = sorted(files)
    for number, name in enumerate(names):
        (tmp_path / f"{number:04}").write_bytes(files[name])
    argv = [sys.executable, "-W", "ignore", "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=500, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    kilobytes, seen = json.loads(done.stdout)
    assert len(seen) == len(files)
    slow = {names[int(number)]: spent for number, (spent, _, _) in seen.items() if spent > MAX_SECONDS}
    assert not slow
    assert kilobytes < MAX_KILOBYTES
    by_name = {names[int(number)]: (format_, damage) for number, (_, format_, damage) in seen.items()}
    cuts = [name for name in names if "cut at marker" in name or "cut within" in name or "cut at 0" in name]
    cuts = [
        name for name in cuts if not name.startswith("progressive") or "closed" not in name
    ]  # whole, only coarser
    accepted = [name for name in cuts if by_name[name] == ("JPG", "")]
    assert not accepted, accepted
    assert all(by_name[f"{base}: whole"] == ("JPG", "") for base in BASES)


def test_every_hostile_file_gets_a_verdict_that_can_be_said(files: dict[str, bytes]) -> None:
    refused = {name for name, content in files.items() if judged(content).verdict == "RECHAZADO"}
    tails = {name for name in files if name.endswith("behind") and "start of a jpg" not in name}
    harmless = {
        name
        for name in tails
        if name.split(": ")[1] in ("jpg behind", "zeros behind", "newline behind", "noise behind")
    }
    small = {f"{base}: whole" for base in BASES}  # 600 × 780 pixels are too few for a letter page
    assert tails - harmless <= refused
    assert small <= refused


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_breaks_the_verdict(name: str) -> None:
    verdict = judged(BASES["grey"](), name)
    assert ("NOMBRE_DE_ARCHIVO" in {f.code for f in verdict.findings}) is (name != "CERTIFICADO.jpg")


@lru_cache
def whole(base: str) -> bytes:
    return BASES[base]()


changes = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(("set", "cut", "drop", "double", "insert")),
        st.binary(max_size=40),
    ),
    min_size=1,
    max_size=8,
)


def mutated(content: bytes, changed: list[tuple[float, str, bytes]]) -> bytes:
    for where, how, data in changed:
        at = int(len(content) * where)
        if how == "set":
            content = content[:at] + data + content[at + len(data) :]
        elif how == "cut":
            content = content[:at]
        elif how == "drop":
            content = content[:at] + content[at + len(data) :]
        elif how == "double":
            content = content[:at] + content[at : at + 2_000] + content[at:]
        else:
            content = content[:at] + data + content[at:]
    return content


@settings(max_examples=250)
@given(st.sampled_from(sorted(BASES)), changes)
def test_no_mutation_of_a_good_file_breaks_the_inspection(
    base: str, changed: list[tuple[float, str, bytes]]
) -> None:
    began = time.process_time()
    judged(mutated(whole(base), changed))
    assert time.process_time() - began < MAX_SECONDS


@settings(max_examples=150)
@given(
    st.binary(max_size=3_000), st.sampled_from((b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"))
)
def test_no_bytes_at_all_break_the_inspection(content: bytes, start: bytes) -> None:
    verdict = judged(start + content)
    assert verdict.verdict == "RECHAZADO"
    assert Damage(inspect(start + content, MAX_PIXELS).damage) in Damage
