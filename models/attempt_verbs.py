"""Which verbs of an attempt's title mean the same; those in different rows are different attempts on the same thing."""

from __future__ import annotations

from collections.abc import Sequence

LOOK = "look"
_SAME = {
    LOOK: "check look verify inspect confirm review read examine see measure test view list compare count watch",
    "clear": "clear purge empty flush wipe clean drain erase delete remove",
    "uninstall": "uninstall remove delete",
    "install": "install deploy",
    "reinstall": "reinstall re-install",
    "restart": "restart reboot re-start bounce recycle power+cycle",
    "update": "update upgrade patch",
    "back": "rollback roll+back downgrade revert undo",
    "enable": "enable activate allow permit unblock turn+on switch+on",
    "disable": "disable deactivate block forbid deny turn+off switch+off",
    "more": "increase raise extend lengthen enlarge widen",
    "less": "decrease lower reduce shorten cut shrink",
    "start": "start launch run power+on power+up",
    "stop": "stop end kill terminate power+off shut+down",
    "connect": "connect attach plug join",
    "disconnect": "disconnect detach unplug leave",
    "grant": "grant assign add",
    "revoke": "revoke unassign remove",
    "lock": "lock",
    "unlock": "unlock",
    "replace": "replace swap exchange change",
    "reset": "reset change",
    "repair": "repair fix mend rebuild",
}
_PARTICLES = frozenset({"on", "off", "back", "cycle", "up", "down"})
_REACH = 6
"""How many words may stand between a verb and its particle: "turn the firewall off"."""


def root_of(stem: str) -> str:
    """One spelling for the forms of a verb: "disable" and "disabl", "empty" and "empti", "stopp" and "stop"."""
    root = stem.removesuffix("e")
    if root.endswith("y"):
        root = root[:-1] + "i"
    is_doubled = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls"
    return root[:-1] if is_doubled else root


def _rows() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, verbs in _SAME.items():
        for verb in verbs.split():
            first, plus, particle = verb.partition("+")
            found.setdefault(root_of(first) + plus + particle, set()).add(name)
    return {verb: frozenset(names) for verb, names in found.items()}


_ROWS = _rows()
_WITH_PARTICLE = frozenset(verb.partition("+")[0] for verb in _ROWS if "+" in verb)


def meanings_of(verb: str, following: Sequence[str]) -> frozenset[str]:
    """The rows of a verb, given by its stem, and of the words that follow it; none if it is in no row."""
    root = root_of(verb)
    if root in _WITH_PARTICLE:
        particle = next((word for word in following[:_REACH] if word in _PARTICLES), "")
        return _ROWS.get(f"{root}+{particle}", frozenset())
    return _ROWS.get(root, frozenset())
