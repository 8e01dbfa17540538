"""What a form brought: its texts and files, and the idempotency key that makes a second click the first one's echo."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.datastructures import FormData
from starlette.datastructures import UploadFile

from plumbing.errors import FieldError, Invalid
from plumbing.ids import new_id
from services.gateway.edge import KEY

SECRET = ("password", "code")
WITH_FILES = "multipart/"


@dataclass(frozen=True)
class Typed:
    """A posted form."""

    data: FormData

    def text(self, name: str) -> str:
        """What was typed, without the spaces around it; empty when nothing was."""
        found = self.data.get(name, "")
        return found.strip() if isinstance(found, str) else ""

    def texts(self, name: str) -> list[str]:
        return [found.strip() for found in self.data.getlist(name) if isinstance(found, str)]

    def names(self) -> list[str]:
        return list(dict.fromkeys(self.data))

    def files(self, *names: str) -> list[tuple[str, bytes]]:
        """(name, content) of every file that these fields brought, in their order."""
        found = [one for name in names for one in self.data.getlist(name)]
        return [
            (one.filename, one.file.read()) for one in found if isinstance(one, UploadFile) and one.filename
        ]

    def act_key(self) -> str:
        """The key of an act that is done once however often the button is pressed."""
        given = self.text("_clave")
        return given if KEY.fullmatch(given) else new_id()

    def content_key(self, *content: str | bytes) -> str:
        """The key of a save: the same page with the same content again is a repetition, other content is not."""
        digest = hashlib.sha256(self.act_key().encode())
        for part in content or (json.dumps(self.carried(), ensure_ascii=False),):
            digest.update(b"\0" + (part.encode() if isinstance(part, str) else part))
        return digest.hexdigest()

    def carried(self) -> list[tuple[str, str]]:
        """What outlives a session that ended: every text but secrets and tokens."""
        return [
            (name, value)
            for name, value in self.data.multi_items()
            if isinstance(value, str) and name not in SECRET and name != "_csrf"
        ]

    def asking(self, *names: str) -> Typed:
        """Itself, with an answer under each name. Raises Invalid(CUERPO_INVALIDO) with those that have none."""
        wrong = tuple(FieldError(name, "DATO_OBLIGATORIO") for name in names if not self.text(name))
        if wrong:
            raise Invalid("CUERPO_INVALIDO", fields=wrong)
        return self

    def also(self, fields: Iterable[tuple[str, str]]) -> Typed:
        """With these texts, each in place of what had its name."""
        given = list(fields)
        names = {name for name, _ in given}
        kept = [(name, value) for name, value in self.data.multi_items() if name not in names]
        return Typed(FormData([*kept, *given]))


NOTHING = Typed(FormData())


async def _typed(request: Request) -> Typed:
    typed = Typed(await request.form())
    request.state.typed = typed
    return typed


Posted = Annotated[Typed, Depends(_typed)]


def fresh_key() -> str:
    """A key for a form that is about to be shown."""
    return new_id()


def fingerprint(values: Any) -> str:
    """Names what a form was shown with, so that a save over somebody else's change is noticed."""
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:24]
