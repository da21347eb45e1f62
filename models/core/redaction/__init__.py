"""Finds secrets in text and replaces them with stable tags.

Prompts, PSA notes, mail and chat messages all leave the account, and scripts are shared inside it, so operations,
prompts and tasks all need the same rules.  They live in `models.core` because every package may import from there, and
because they need nothing but the text: no table, no setting, no library.

`find_secrets` returns positions, `Redactor` returns text.  The rules are grouped by where secrets occur:
`named_values` (`password: …`), `command_lines` (`psexec -p …`), `network_devices`, `urls`, `tokens` (recognised by
their prefix), `keys_and_codes`, and `contacts`, which apply only where an account asks for it.

We keep our own rules because no library that we tried found more than 9 of 25 planted secrets: detect-secrets marks
ordinary words and cuts values short, and presidio and scrubadub bring language models with them.
"""

from models.core.redaction.finding import Found, find_secrets
from models.core.redaction.redactor import Redactor

__all__ = ["Found", "Redactor", "find_secrets"]
