"""The aspirantes' papers as real JPGs at 300 ppp, with their truth; fictitious and marked as such.

Public: draw(person, slot, defect=…, printout=…, print_number=…) → Paper; truth_of; from_pdf and from_png → Printout.
"""

from residencias.demo.papers.drawing import draw, kind_of, truth_of
from residencias.demo.papers.paper import DEFECTS, MAX_BYTES, Paper, PaperTruth
from residencias.demo.papers.printout import Printout, from_pdf, from_png, signed_scan

__all__ = [
    "DEFECTS",
    "MAX_BYTES",
    "Paper",
    "PaperTruth",
    "Printout",
    "draw",
    "from_pdf",
    "from_png",
    "kind_of",
    "signed_scan",
    "truth_of",
]
