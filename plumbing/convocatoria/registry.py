"""Every convocatoria under a root folder, by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plumbing.convocatoria import periods, published
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.reader import load
from plumbing.errors import Conflict


class Registry(Mapping[str, Convocatoria]):
    """The convocatorias that can be opened, by id; reading a folder that is wrong raises ConvocatoriaInvalid.

    One without a calendar stands in `templates`: it can be read, and asking for it by id raises
    Conflict(CONVOCATORIA_SIN_CALENDARIO), so that no command begins what no window could end.
    """

    def __init__(self, convocatorias: Mapping[str, Convocatoria]) -> None:
        self._by_id = {code: one for code, one in convocatorias.items() if not one.pending_windows}
        self.templates = {code: one for code, one in convocatorias.items() if one.pending_windows}

    @classmethod
    def load(cls, root: Path, calendars: Path | None = None) -> Registry:
        """Reads each folder of `root` that holds a convocatoria.yaml, in name order.

        `calendars` is a folder with `<id>.yaml` for the convocatorias that need dates.
        Raises ConvocatoriaInvalid with the problems of all of them, each file named with its folder; also when what
        was published is not what stands there (`published`), and when a period cannot follow
        the one it names (`periods`).
        """
        loaded: dict[str, Convocatoria] = {}
        problems: list[Problem] = []
        for folder in sorted(path.parent for path in root.glob("*/convocatoria.yaml")):
            try:
                given = calendars / f"{folder.name}.yaml" if calendars else None
                loaded[folder.name] = load(folder, given if given and given.is_file() else None)
            except ConvocatoriaInvalid as error:
                problems += [
                    Problem(f"{folder.name}/{p.file}", p.line, p.field, p.code, p.facts)
                    for p in error.problems
                ]
        problems += published.check(root, loaded)
        problems += [] if problems else periods.check(loaded)
        if problems:
            raise ConvocatoriaInvalid(problems)
        return cls(loaded)

    def __getitem__(self, code: str) -> Convocatoria:
        if code in self.templates:
            template = self.templates[code]
            missing = ", ".join(entry.label for entry in template.pending_windows.values())
            raise Conflict(
                "CONVOCATORIA_SIN_CALENDARIO",
                convocatoria=template.short_title.value,
                id=code,
                ventanas=missing,
            )
        return self._by_id[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)
