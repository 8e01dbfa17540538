"""What the page of an article says, as text, and what that means, as facts for the reviewers."""

from residencias.demo.rama.residente import Article

AUTHORS = ("A. Ficticia", "B. Inventado", "C. Supuesta")
INDEXED = {True: "Currently indexed for MEDLINE", False: "Not indexed in MEDLINE"}
NAMED = ("titulo", "revista", "issn", "doi", "tipo")
BLANK = "—"


def article_values(article: Article | None, author: str, published: str) -> dict[str, str]:
    """What its template names; a dash for whoever has no article."""
    found = dict.fromkeys([f"articulo_{name}" for name in (*NAMED, "publicado", "autores", "medline")], BLANK)
    if article is None:
        return found
    others = article.position - 1
    return {
        **{f"articulo_{name}": getattr(article, name).replace("_", " ") for name in NAMED},
        "articulo_publicado": published,
        "articulo_autores": ", ".join([*AUTHORS[:others], author, *AUTHORS[others:]]),
        "articulo_medline": INDEXED[article.is_in_medline],
    }


def article_facts(article: Article) -> dict[str, str]:
    """The truth a reviewer rules by."""
    return {
        **{name: getattr(article, name) for name in NAMED},
        "published_on": article.published_on.isoformat(),
        "position": str(article.position),
        "is_in_medline": "yes" if article.is_in_medline else "no",
        "is_of_imss_patients": "yes" if article.is_of_imss_patients else "no",
    }
