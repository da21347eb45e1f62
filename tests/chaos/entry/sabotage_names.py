"""The tokens that a process of the harness dies of."""

BEFORE_COMMIT = "die-before-commit"
BEFORE_SEND = "die-before-send"
