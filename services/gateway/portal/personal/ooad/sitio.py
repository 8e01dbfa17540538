"""The addresses of the OOAD's area."""

from services.gateway.portal.personal.puesto import OOAD

ROOT = OOAD.path
CARTA = f"{ROOT}/carta"
PERSONA = f"{ROOT}/{{convocatoria}}/{{expediente_id}}"
