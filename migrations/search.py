"""Splits text into words for the search, by database functions that both the indexes and the queries use.

Released migrations call this module, so its effect must not change; add a new function for a new rule.

- Accents, case and full-width forms are ignored: letters are decomposed and their marks dropped.  Letters without a
  decomposition (ø, ß) are spelt out.  Marks that are vowels of a script are kept.
- A word ends at any character that is not a letter, mark or digit.  ½, ² and ① are not part of words.
- In scripts without spaces between words (Chinese, Japanese, Thai, …), each pair of adjacent characters is a word, so
  that a search finds any part of a text.

The characters are listed here because what PostgreSQL considers a letter depends on the cluster's locale.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

LONGEST_TEXT = 65_536
"""In characters.  Text beyond it is not searchable, because a tsvector holds at most a megabyte."""
LONGEST_WORD = 200

_MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    # Invisible: soft hyphen, word joiner, byte order mark, variation selectors.
    r"\u00ad\u2060\ufeff\ufe00-\ufe0f"
)
_BETWEEN_WORDS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u02c2-\u02df\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u060d\u061b\u061f"
    r"\u066a-\u066d\u06d4\u0964\u0965\u0970\u0e3f\u0e4f\u0e5a\u0e5b\u0f04-\u0f17\u0f3a-\u0f3d\u104a-\u104f\u1680"
    r"\u17d4-\u17db\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\u3200-\u33ff"
    r"\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff"
    r"\U0001f000-\U0001faff"
)
_WITHOUT_SPACES = (
    r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3040-\u30ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_NARROW = "".join(chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)).replace("'", "''")
_SPELT_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
# The last two are final sigma and the micro sign.
_SINGLE = ("øłđħıŧ\u03c2\u00b5", "oldhit\u03c3\u03bc")


def create_search_functions() -> None:
    """Create `search_words(account, text)`, `search_query(account, text)` and the function that both use.

    The account's id is a word of every text and every query, so that a search never reads another account's entries.
    """
    for statement in statements(_collation()):
        op.execute(statement)


def statements(collation: str) -> list[str]:
    """The CREATE FUNCTION statements.  `collation`: a COLLATE clause, or empty for the database's default."""
    return [
        _function("search_split(given text)", "text[]", _split(collation)),
        _function("search_words(account uuid, given text)", "tsvector", _WORDS),
        _function("search_query(account uuid, given text)", "tsquery", _QUERY),
    ]


def _function(signature: str, returns: str, body: str) -> str:
    return f"create function {signature} returns {returns} language plpgsql immutable parallel safe as $body$ {body} $body$"


def _split(collation: str) -> str:
    """The body that splits text into words, in order.  A run of characters of a script without spaces stays one item."""
    spelt_out = "folded"
    for letter, spelt in _SPELT_OUT.items():
        spelt_out = f"replace({spelt_out}, '{letter}', '{spelt}')"
    return f"""
        declare folded text := left(given, {LONGEST_TEXT});
        begin
          if octet_length(folded) = length(folded) then  -- ASCII alone
            folded := lower(folded);
          else
            if folded ~ '[\\uff01-\\uff5e]' then folded := translate(folded, '{_WIDE}', '{_NARROW}'); end if;
            folded := lower(regexp_replace(normalize(folded, NFD), '[{_MARKS}]+', '', 'g') {collation});
            if folded ~ '[{"".join(_SPELT_OUT)}{_SINGLE[0]}]' then
              folded := translate({spelt_out}, '{_SINGLE[0]}', '{_SINGLE[1]}');
            end if;
            folded := regexp_replace(normalize(folded, NFC), '([{_WITHOUT_SPACES}]+)', ' \\1 ', 'g');
          end if;
          return array_remove(regexp_split_to_array(folded, '[{_BETWEEN_WORDS}]+'), '');
        end
    """


_IS_RUN = f"word ~ '^[{_WITHOUT_SPACES}]'"
# The last character of a run is also a word on its own; otherwise a search for it alone would find nothing.
_WORDS = f"""
    declare words text[] := public.search_split(coalesce(given, ''));
    begin
      if not given ~ '[{_WITHOUT_SPACES}]' then
        return array_to_tsvector(array(select left(word, {LONGEST_WORD}) from unnest(words) word) || account::text);
      end if;
      return array_to_tsvector(array(
        select left(word, {LONGEST_WORD}) from unnest(words) word where not {_IS_RUN}
        union all
        select letter || coalesce(lead(letter) over (partition by place order by number), '')
        from unnest(words) with ordinality as runs (word, place),
             unnest(string_to_array(word, null)) with ordinality as letters (letter, number)
        where {_IS_RUN}
      ) || account::text);
    end
"""
# The last word matches as a prefix.  A single character of a script without spaces matches as the first of a pair.
_QUERY = f"""
    declare words text[] := public.search_split(given);
    begin
      return (
        select quote_literal(account::text)::tsquery && string_agg(term, ' & ')::tsquery
        from (
          select quote_literal(left(word, {LONGEST_WORD})) || case when place = cardinality(words) then ':*' else '' end
          from unnest(words) with ordinality as named (word, place) where not {_IS_RUN}
          union all
          select quote_literal(pair) || case when letters = 1 then ':*' else '' end
          from (
            select letter || coalesce(lead(letter) over (partition by place order by number), '') as pair,
                   number, length(word) as letters
            from unnest(words) with ordinality as runs (word, place),
                 unnest(string_to_array(word, null)) with ordinality as letters (letter, number)
            where {_IS_RUN}
          ) as pairs where number < letters or letters = 1
        ) as wanted (term)
      );
    end
"""


def _collation() -> str:
    """A COLLATE clause whose `lower()` works for all letters, preferably independent of the operating system."""
    connection = op.get_bind()
    find = text(
        "select 1 from pg_collation where collname = :name and collencoding in (-1, pg_char_to_encoding('UTF8'))"
    )
    for name in ("pg_c_utf8", "und-x-icu", "C.utf8", "en_US.utf8"):
        if connection.execute(find, {"name": name}).first():
            return f'collate "{name}"'
    return ""
