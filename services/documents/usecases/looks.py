"""Short-lived addresses of renditions: what people look at is drawn anew, the original is never handed to a browser."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from plumbing.errors import Conflict, Invalid
from plumbing.events import Act
from services.documents.usecases.desk import Desk
from services.documents.usecases.readings import find_version, intact, note_reading

LINK_LIVES = timedelta(minutes=5)
VIEWS_LIVE = timedelta(days=1)
SIZES = {"VISTA": 1200, "PAGINA": 0}
WHOLE = 1000
STEP = 25  # thousandths: areas are widened to this grid, so that few renditions are made of one page
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class LinkView:
    """`expires_at` is real time: the store goes by it."""

    url: str
    expires_at: datetime


def view_link(
    desk: Desk, act: Act, expediente_id: str, slot: str, version: int, size: str = "", area: str = ""
) -> LinkView:
    """An address, for five minutes, of the version's rendition, made if it is not there; staff's look is a fact.

    Raises Invalid(VISTA_DESCONOCIDA, AREA_INVALIDA), NotFound and Unavailable as `get_document` does.
    """
    if size and size not in SIZES:
        raise Invalid("VISTA_DESCONOCIDA", vista=size, vistas=", ".join(SIZES))
    part = _area(area)
    found = find_version(desk, act, expediente_id, slot, version)
    look = size or next(iter(SIZES))
    name = desk.views.name_of(found.object_name, f"{look}|{part}")
    if not desk.views.has(name):
        content = desk.render(intact(desk, found), SIZES[look], part)
        with suppress(Conflict):  # somebody made it at the same time
            desk.views.put(name, content, sha256(content).hexdigest())
    note_reading(desk, act, expediente_id, f"vista {found.slot} v{found.number}")
    return LinkView(*desk.views.link(name, LINK_LIVES))


def _area(text: str) -> Area | None:
    """`left,top,width,height` in thousandths, widened to the grid. Raises Invalid(AREA_INVALIDA)."""
    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise Invalid("AREA_INVALIDA", area=text[:40])
    left, top, width, height = map(int, parts)
    if not width or not height or left + width > WHOLE or top + height > WHOLE:
        raise Invalid("AREA_INVALIDA", area=text)
    left, right = left // STEP * STEP, -(-(left + width) // STEP) * STEP
    top, bottom = top // STEP * STEP, -(-(top + height) // STEP) * STEP
    return left, top, right - left, bottom - top


def sweep_views(desk: Desk) -> int:
    """Renditions older than a day are deleted; whoever looks again has them made again. Returns how many."""
    old = list(desk.views.older_than(VIEWS_LIVE))
    for name in old:
        desk.views.delete(name)
    return len(old)
