"""The oracle: how the convocatoria must end, computed apart from the services, from people, oferta and tie seed.

Public: predict(…), predict_direct(…) → Prediction; Prediction.as_dict(); canonical_json(…);
differences(expected, observed).
"""

from residencias.demo.oracle.assignment import Contender, Place, assign, ranked
from residencias.demo.oracle.compare import canonical_json, differences
from residencias.demo.oracle.direct import predict_direct
from residencias.demo.oracle.predict import LETTERS, Prediction, predict
from residencias.demo.oracle.puntaje import Puntaje, puntaje_of

__all__ = [
    "LETTERS",
    "Contender",
    "Place",
    "Prediction",
    "Puntaje",
    "assign",
    "canonical_json",
    "differences",
    "predict",
    "predict_direct",
    "puntaje_of",
    "ranked",
]
