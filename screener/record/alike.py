"""Whether two texts say the same, however they were typed."""

import re
import unicodedata
from itertools import pairwise

#: Unicode's category of what is not seen: a soft hyphen, a joiner, a mark of direction.
_UNSEEN = "Cf"
#: What separates the parts of a name or a code, or does not: each hand has its own way.
BETWEEN = re.compile(r"[\s./_\-\u2010-\u2015\u2212]+")
#: Parts that are shorter together stand in many words.
_LEAST = 4


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


def spelled(text: str) -> re.Pattern[str]:
    """Give what finds a text within a folded one, whatever separates its parts there, if anything.

    Between two digits something must: 2.5 is not 25.
    """
    whole = folded(text)
    parts = [part for part in BETWEEN.split(whole) if part]
    if sum(map(len, parts)) < _LEAST:
        return re.compile(re.escape(whole))
    found = re.escape(parts[0])
    for before, after in pairwise(parts):
        apart = before[-1].isdigit() and after[0].isdigit()
        found += BETWEEN.pattern if apart else f"(?:{BETWEEN.pattern})?"
        found += re.escape(after)
    return re.compile(found)
