"""What documents does: one function per command, query, reaction and timer."""

from services.documents.usecases.desk import CurrentPrint, Desk, Files, Inspect, Typed
from services.documents.usecases.reactions import ESTADOS, on_estado, sweep_orphans
from services.documents.usecases.readings import get_document, get_manifest
from services.documents.usecases.uploads import check_image, upload_document

__all__ = [
    "ESTADOS",
    "CurrentPrint",
    "Desk",
    "Files",
    "Inspect",
    "Typed",
    "check_image",
    "get_document",
    "get_manifest",
    "on_estado",
    "sweep_orphans",
    "upload_document",
]
