"""Makes a query from what people wrote: their own words, and the codes anywhere in the text."""

from __future__ import annotations

from models.library.matching.features import Query, query_of
from models.library.matching.index import guide_index
from models.library.matching.signals import guides_by_code
from models.pastes import split


def query_for(text: str) -> Query:
    """`text` may contain logs: they are searched for codes and not for their topic."""
    codes = guides_by_code(text)
    return query_of(guide_index(), own_words_of(text, has_codes=bool(codes)), codes)


def own_words_of(text: str, *, has_codes: bool) -> str:
    """What a person wrote, without pasted lines; all of a text without codes if everything in it looks pasted."""
    own = "\n".join(line for line in split(text).own_lines if line.strip())
    return own or ("" if has_codes else text)
