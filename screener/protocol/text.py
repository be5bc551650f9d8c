"""Texts of a protocol, in one language or several."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language tag; one under the empty tag serves every language."""

    by_language: Mapping[str, str]

    @classmethod
    def plain(cls, text: str) -> "Text":
        """Make a text that serves every language."""
        return cls({"": text})

    def in_language(self, language: str) -> str:
        """Give the text in `language`, else the one for all, else the first there is."""
        texts = self.by_language
        found = texts.get(language, texts.get(""))
        return next(iter(texts.values())) if found is None else found
