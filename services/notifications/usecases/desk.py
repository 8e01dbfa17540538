"""What the use cases of notifications need, and what they ask of the outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from plumbing.clock import Clock
from plumbing.convocatoria.catalog import Catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Documents, Sweeps
from services.notifications.domain.dossier import Dossier, Read
from services.notifications.domain.events import DossierRead
from services.notifications.domain.mensaje import Mensaje
from services.notifications.domain.model import Letter, LetterKind

Content = Mapping[str, Any]
Typeset = Callable[[LetterKind, Content, Content, Content | None], bytes]
Digest = Callable[[LetterKind, Content, Content], str]
RACES_RETRIED = 12


class Files(Protocol):
    """Where the PDFs are."""

    def new_name(self) -> str: ...

    def put(self, name: str, content: bytes, sha256: str) -> None: ...

    def get(self, name: str) -> bytes | None: ...

    def delete(self, name: str) -> None: ...


class Sources(Protocol):
    """What letters are made of: queries to earlier services with the caller's token, as plain contract fields."""

    def registro(self, convocatoria: str, expediente_id: str) -> Content: ...

    def solicitud(self, convocatoria: str, expediente_id: str, number: int) -> Content: ...

    def ficha(self, convocatoria: str, expediente_id: str) -> Content: ...

    def acuse(self, convocatoria: str, expediente_id: str) -> Content: ...

    def puntaje(self, convocatoria: str, expediente_id: str) -> Content: ...

    def result(self, convocatoria: str, expediente_id: str) -> Content: ...

    def explanation(self, convocatoria: str, expediente_id: str) -> Content: ...

    def issuance(self, convocatoria: str, expediente_id: str, kind: str) -> Content: ...

    def cutoffs(self, convocatoria: str) -> Content: ...


class Post(Protocol):
    """One connection to the mail server, for a batch. Opening or losing it raises Unavailable."""

    def __enter__(self) -> Post: ...

    def __exit__(self, *_: object) -> None: ...

    def send(self, mensaje: Mensaje) -> None:
        """Accepted by the server. Raises Refused, Unavailable."""
        ...


@dataclass(frozen=True)
class Desk:
    """`real`: the machine's clock, for pauses between attempts; `clock` is the convocatoria's.

    `count(collection, criteria, field)`: how many documents there are of each value of `field`.
    """

    letters: Documents[Letter]
    dossiers: Documents[Dossier]
    mensajes: Documents[Mensaje]
    reads: Documents[Read]
    sweeps: Sweeps
    registry: Mapping[str, Convocatoria]
    catalog: Catalog
    clock: Clock
    real: Clock
    words: Mapping[str, Any]
    titles: Mapping[str, str]
    secret: str
    public_url: str
    mail_domain: str
    files: Files
    sources: Sources
    typeset: Typeset
    digest: Digest
    post: Callable[[], Post]
    count: Callable[[str, Mapping[str, Any], str], dict[str, int]]

    @property
    def key(self) -> bytes:
        """Of the verification codes."""
        return self.secret.encode()

    def note_read(self, act: Act, expediente_id: str, what: str) -> None:
        """A look by anyone but the owner is a fact."""
        if expediente_id and act.actor.expediente_id != expediente_id:
            self.reads.create(new_id(), Read(what), act, [DossierRead(what)], subject=expediente_id)


def again(attempt: Callable[[], Any]) -> Any:
    """`attempt` repeated while it loses a race. Raises the Conflict when it keeps losing."""
    for _ in range(RACES_RETRIED):
        try:
            return attempt()
        except Conflict as error:
            if error.code not in ("VERSION_PERDIDA", "YA_EXISTE"):
                raise
            lost = error
    raise lost
