"""Where the letters are: a bucket of PDFs."""

from __future__ import annotations

from plumbing.config import Config
from plumbing.objects import Bucket


class LetterFiles(Bucket):
    """The bucket of the letters. Safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        super().__init__(config, "cartas", suffix=".pdf", content_type="application/pdf")
