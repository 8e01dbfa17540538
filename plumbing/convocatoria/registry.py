"""Every convocatoria under a root folder, by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plumbing.convocatoria import published
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.reader import load


class Registry(Mapping[str, Convocatoria]):
    """The convocatorias by id; reading a folder that is wrong raises ConvocatoriaInvalid."""

    def __init__(self, convocatorias: Mapping[str, Convocatoria]) -> None:
        self._by_id = dict(convocatorias)

    @classmethod
    def load(cls, root: Path) -> Registry:
        """Reads each folder of `root` that holds a convocatoria.yaml, in name order.

        Raises ConvocatoriaInvalid with the problems of all of them, each file named with its folder; also when what
        was published is not what stands there (`published`).
        """
        loaded: dict[str, Convocatoria] = {}
        problems: list[Problem] = []
        for folder in sorted(path.parent for path in root.glob("*/convocatoria.yaml")):
            try:
                loaded[folder.name] = load(folder)
            except ConvocatoriaInvalid as error:
                problems += [
                    Problem(f"{folder.name}/{p.file}", p.line, p.field, p.code, p.facts)
                    for p in error.problems
                ]
        problems += published.check(root, loaded)
        if problems:
            raise ConvocatoriaInvalid(problems)
        return cls(loaded)

    def __getitem__(self, code: str) -> Convocatoria:
        return self._by_id[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)
