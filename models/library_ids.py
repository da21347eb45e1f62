"""The ids of the built-in library's scripts and trees, which are the same in every account and every release."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("6f1d1c5e-5d0b-4c0e-9a53-2f0f6c3b7a11")


def script_id(guide_id: str, fix_id: str) -> UUID:
    """The id of the script of a guide's fix."""
    return uuid5(NAMESPACE, f"script/{guide_id}/{fix_id}")


def tree_id(guide_id: str) -> UUID:
    """The id of a guide's decision tree."""
    return uuid5(NAMESPACE, f"tree/{guide_id}")
