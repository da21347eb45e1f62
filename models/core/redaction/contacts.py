"""E-mail addresses and phone numbers.  They are not secrets, but an account may choose to keep them from providers."""

from __future__ import annotations

from models.core.redaction.rule import Rule, rule

RULES: tuple[Rule, ...] = (
    rule("email", "@", r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+"),
    rule("phone", "", r"(?<![\w.])(?:\+|00)\d(?:[\x20()/-]{0,3}+\d){8,18}+(?!\w)"),
)
