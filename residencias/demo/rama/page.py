"""The one file of articles as a real JPG, with its truth."""

from residencias.demo.papers import Paper, PaperTruth
from residencias.demo.papers.defects import as_jpg
from residencias.demo.papers.sheet import compose, templates
from residencias.demo.papers.values import long_date
from residencias.demo.people import Person

SLOT = KIND = "ARTICULOS"
AUTHORS = ("A. Ficticia", "B. Inventado", "C. Supuesta")


def draw_article(person: Person) -> Paper:
    """The first page of the person's article, on one sheet. Raises AssertionError when they have none."""
    assert person.residente is not None and person.residente.article is not None
    article = person.residente.article
    authors = [*AUTHORS[: article.position - 1], person.full_name, *AUTHORS[article.position - 1 :]]
    said = {
        "titulo": article.titulo,
        "revista": article.revista,
        "issn": article.issn,
        "doi": article.doi,
        "tipo": article.tipo.replace("_", " "),
        "publicado": long_date(article.published_on),
        "autores": ", ".join(authors),
        "medline": "Currently indexed for MEDLINE" if article.is_in_medline else "Not indexed in MEDLINE",
    }
    facts = {
        "titulo": article.titulo,
        "revista": article.revista,
        "issn": article.issn,
        "doi": article.doi,
        "published_on": article.published_on.isoformat(),
        "position": str(article.position),
        "tipo": article.tipo,
        "is_in_medline": "yes" if article.is_in_medline else "no",
        "is_of_imss_patients": "yes" if article.is_of_imss_patients else "no",
    }
    content = as_jpg(compose(KIND, said, person.folio_enarm), templates()[KIND]["quality"])
    truth = PaperTruth(SLOT, KIND, person.full_name, person.folio_enarm, facts, True, "", "ok")
    return Paper("mis articulos.jpg", content, truth)
