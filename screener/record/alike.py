"""Whether two texts say the same, however they were typed."""

import unicodedata

#: Unicode's category of what is not seen: a soft hyphen, a joiner, a mark of direction.
_UNSEEN = "Cf"


def folded(text: str) -> str:
    """Give a text without what typing alone makes different.

    That is case, width, how accents are composed, what is not seen, and the space between words.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    seen = "".join(one for one in text if unicodedata.category(one) != _UNSEEN)
    # What is folded may be decomposed again.
    same = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(same.split())
