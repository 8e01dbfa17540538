"""What was published stays as it was: `publicadas.yaml`, beside the folders, remembers the digest of each version.

Nothing edits a published convocatoria; a folder that no longer gives the published digests keeps the services from
starting. A correction is an amendment (`enmiendas/`), which adds a digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.problems import Problem, texts
from plumbing.convocatoria.reader import load
from plumbing.convocatoria.yaml_source import Source, read_yaml

FILE = "publicadas.yaml"


def check(root: Path, loaded: Mapping[str, Convocatoria]) -> list[Problem]:
    """A problem per published convocatoria whose folder is gone or gives other digests; amendments may be added."""
    if not (root / FILE).is_file():
        return []
    source = read_yaml(root / FILE)
    found = []
    for code, digests in _published(source).items():
        line = source.line((code,))
        if not (root / code / "convocatoria.yaml").is_file():
            found.append(Problem(FILE, line, code, "PUBLICADA_SIN_CARPETA", {"id": code}))
        elif code in loaded:
            now = _digests(root, loaded[code])
            if now[: len(digests)] != digests:
                was = next(
                    (d for d, n in zip(digests, [*now, *digests], strict=False) if d != n), digests[-1]
                )
                facts = {"publicada": was[:16], "da": now[0][:16], "carpeta": code}
                found.append(Problem(FILE, line, code, "EDITADA", facts))
    return found


def publish(root: Path, convocatoria: Convocatoria) -> list[Problem]:
    """The digests of every version are remembered; what was remembered before must still hold, or nothing changes."""
    known = dict(_published(read_yaml(root / FILE))) if (root / FILE).is_file() else {}
    problems = check(root, {convocatoria.id: convocatoria})
    problems = [problem for problem in problems if problem.field == convocatoria.id]
    if not problems:
        known[convocatoria.id] = _digests(root, convocatoria)
        text = yaml.safe_dump(known, allow_unicode=True, sort_keys=True, width=100)
        (root / FILE).write_text(texts()["orden"]["publicadas"] + text, encoding="utf-8")
    return problems


def _digests(root: Path, convocatoria: Convocatoria) -> list[str]:
    """Of each version as the folder gives it: a calendar that came apart may come after the publication."""
    dated_apart = convocatoria.calendar_source is not None
    of_folder = load(root / convocatoria.id) if dated_apart else convocatoria
    return [version.digest for version in of_folder.versions]


def _published(source: Source) -> dict[str, list[Any]]:
    return {str(code): list(digests) for code, digests in (source.data or {}).items()}
