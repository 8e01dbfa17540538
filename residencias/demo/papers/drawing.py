"""A person's papers, drawn: the public door of the package."""

from dataclasses import replace

from residencias.demo import curp as clave
from residencias.demo.papers.defects import FILES, as_jpg
from residencias.demo.papers.paper import FALSE_KINDS, REFUSED, UNREADABLE, Paper, PaperTruth
from residencias.demo.papers.printout import Printout, signed_scan
from residencias.demo.papers.sheet import compose, templates
from residencias.demo.papers.values import ABROAD, facts, text_values
from residencias.demo.people import Person


def draw(
    person: Person,
    slot: str,
    *,
    defect: str = "",
    printout: Printout | None = None,
    print_number: int = 1,
) -> Paper:
    """The file this person uploads in a slot, with its truth.

    Shapes: `defect` is "" or one of DEFECTS; `printout`, only for SOLICITUD, is what was printed, to
    sign and scan (without it the demo's own form is drawn).
    Raises KeyError when the person's category has no such slot.
    """
    kind = kind_of(person, slot, defect)
    holder = stranger(person) if defect == "WRONG_PERSON" else person
    if printout is not None:
        image, quality = signed_scan(printout, holder.full_name, print_number), 45
    else:
        extra = ABROAD.get(kind, "") if person.background.abroad else ""
        image = compose(kind, text_values(holder, kind, print_number), person.folio_enarm, extra=extra)
        quality = templates()[kind].get("quality", 45)
    content = FILES[defect](image, quality) if defect in FILES else as_jpg(image, quality)
    return Paper(f"{slot}.jpg", content, truth_of(person, slot, defect, print_number))


def truth_of(person: Person, slot: str, defect: str = "", print_number: int = 1) -> PaperTruth:
    """The truth of a paper without drawing it: the same that `draw` gives beside the file."""
    kind = kind_of(person, slot, defect)
    holder = stranger(person) if defect == "WRONG_PERSON" else person
    told = facts(holder, kind, print_number)
    is_parents = told.get("holder_is") == "PARENT"
    return PaperTruth(
        slot=slot,
        kind=kind,
        holder=text_values(holder, kind)["padre"] if is_parents else holder.full_name,
        folio_enarm=person.folio_enarm,
        facts=told,
        readable=defect not in UNREADABLE,
        defect=defect,
        technical=REFUSED.get(defect, "ok"),
    )


def kind_of(person: Person, slot: str, defect: str = "") -> str:
    """Which paper the person has for a slot; a certificate on a base of 5 comes with its equivalence."""
    kind = person.papers[slot]
    if defect in FALSE_KINDS:
        return FALSE_KINDS[defect][slot]
    if slot == "CERTIFICADO" and person.grade.scale == 5:
        return "CERTIFICADO_EQUIVALENCIA"
    return kind


def stranger(person: Person) -> Person:
    """Somebody else with the same studies, of a name the generator never gives: whose paper it is, if not theirs."""
    nombre, primer, segundo = ("Zenobia" if person.sexo == "M" else "Zenón", "Quintanilla", "Wences")
    curp = clave.build(primer, segundo, nombre, person.born_on, person.sexo, person.entidad)
    return replace(person, nombre=nombre, primer_apellido=primer, segundo_apellido=segundo, curp=curp)
