"""Values that would be code, or several words, if they were not quoted rightly."""

from __future__ import annotations

import random
from collections.abc import Iterator

_PIECES = (
    *(
        "'",
        '"',
        "`",
        "\\",
        "$",
        "%",
        "!",
        "^",
        "&",
        "|",
        "<",
        ">",
        ";",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "#",
        "@",
        "~",
        "*",
    ),
    *(
        "''",
        '""',
        "'\\''",
        "\\'",
        '\\"',
        "$(",
        "${",
        "$((",
        "`id`",
        "@'",
        "'@",
        '@"',
        '"@',
        "<#",
        "#>",
        "--%",
        "-",
        "--",
    ),
    *("\u2018", "\u2019", "\u201a", "\u201b", "\u201c", "\u201d", "\u201e", "\u2013", "\u00a0", "\t", " ", "  "),
    *("{{name}}", "{{other}}", "{name}", "%PATH%", "!PATH!", "$env:PATH", "$HOME", "$null", "f'{x}'", "b''", "r'"),
    *("rm -rf /", "; reboot", "| iex", "&& del /s", "\nreboot", "\r\n", "\0", "\u2028", "\x85", "\x1b[2J", "\ud800"),
    *(
        "O'Brien",
        "jdoe",
        "PRN-02",
        "10.1.0.0/16",
        "C:\\Temp\\",
        "\\\\srv\\x",
        "é",
        "日本",
        "\U0001f600",
        "\u202e",
        "0",
        "-1",
    ),
    *(
        "True",
        "None",
        "1e5",
        "0x10",
        "007",
        "1_000",
        "\\x41",
        "\\u0041",
        "\\N{DIGIT ONE}",
        "'''",
        '"""',
        "EOF",
        "=",
        ",",
    ),
)


def hostile_values(count: int, *, seed: int) -> Iterator[str]:
    """`count` values, the same for the same seed: each piece by itself, then ever other rows of them."""
    draw = random.Random(seed)
    yield from _PIECES[:count]
    for _ in range(count - len(_PIECES)):
        yield "".join(draw.choice(_PIECES) for _ in range(draw.randint(1, 6)))
