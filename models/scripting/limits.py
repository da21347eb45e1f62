"""How long the texts of a script may be, in characters."""

LONGEST_TITLE = 120
LONGEST_PURPOSE = 2_000
LONGEST_BODY = 100_000
