"""What documents does: one function per command, query, reaction and timer."""

from services.documents.usecases.complying import comply
from services.documents.usecases.desk import Comply, CurrentPrint, Desk, Files, Inspect, Typed, Views
from services.documents.usecases.looks import sweep_views, view_link
from services.documents.usecases.progress import get_progress
from services.documents.usecases.reactions import ESTADOS, on_estado, sweep_orphans
from services.documents.usecases.readings import get_document, get_manifest, media_type
from services.documents.usecases.retention import erase_expired, give_up_prepared
from services.documents.usecases.uploads import check_image, upload_document

__all__ = [
    "ESTADOS",
    "Comply",
    "CurrentPrint",
    "Desk",
    "Files",
    "Inspect",
    "Typed",
    "Views",
    "check_image",
    "comply",
    "erase_expired",
    "get_document",
    "get_manifest",
    "get_progress",
    "give_up_prepared",
    "media_type",
    "on_estado",
    "sweep_orphans",
    "sweep_views",
    "upload_document",
    "view_link",
]
