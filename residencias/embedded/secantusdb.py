"""SecantusDB, a server that speaks MongoDB's protocol, in an environment of its own; never imported by us."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from plumbing.config import ROOT
from plumbing.errors import Unavailable
from residencias.embedded import probes
from residencias.embedded.child import Child
from residencias.embedded.part import Part
from residencias.embedded.ports import HOST, is_open, remembered

SERVER = ROOT / ".venv-secantusdb" / "bin" / "secantusd-py"


class SecantusDB(Part):
    """Every acknowledged write is on disk (`--sync-on-commit`); its data folder may be rebuilt."""

    name: ClassVar[str] = "secantusdb"

    def __init__(self, folder: Path, server: Path = SERVER) -> None:
        super().__init__(folder)
        self.server = server

    def prepare(self) -> Sequence[Child]:
        if not self.server.exists():
            raise Unavailable("SECANTUSDB_NO_INSTALADO", ruta=str(self.server))
        self.port = remembered(self.folder / "ports.json", ("mongo",))["mongo"]
        settings = self.folder / "secantusd.toml"
        settings.touch()  # an explicit, empty file: no settings from elsewhere on this machine
        argv = [str(self.server), "--config", str(settings), "--host", HOST, "--port", str(self.port)]
        argv += ["--storage-path", str(self.folder / "data"), "--sync-on-commit", "--cache-size", "256M"]
        argv += ["--oplog-max-entries", "1000", "--log-level", "WARNING"]
        return (Child(argv, log=self.log, folder=self.folder),)

    def probe(self) -> None:
        if not is_open(self.port):
            raise Unavailable("BASE_NO_RESPONDE", direccion=f"{HOST}:{self.port}")
        probes.mongo(self.environment()["MONGO_URI"])

    def environment(self) -> dict[str, str]:
        return {"MONGO_URI": f"mongodb://{HOST}:{self.port}/?retryWrites=false&directConnection=true"}
