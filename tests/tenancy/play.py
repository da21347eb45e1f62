"""The whole play: both layers, then each one alone, and both away, which the machine must notice."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from tests.support.installation import Installation
from tests.tenancy.layers import without_conditions, without_policies
from tests.tenancy.machine import Machine, Tally
from tests.tenancy.sight import Sight
from tests.tenancy.world import World, a_world

BOTH = "both layers"
CODE_ALONE = "the code alone, row-level security off"
DATABASE_ALONE = "the database alone, the code's conditions off"
NEITHER = "neither: what the machine is worth"
# Of the operations asked for; the last one ends at the first fault, or has this many tries.
SHARES = {BOTH: 0.6, CODE_ALONE: 0.2, DATABASE_ALONE: 0.2}
TRIES_WITHOUT_LAYERS = 200
VARIABLES = {"MESSAGES_PER_MINUTE": "100000", "ACCOUNT_MESSAGES_PER_MINUTE": "1000000"}


@dataclass(frozen=True)
class Part:
    """One part of the play."""

    layers: str
    tally: Tally
    conditions_removed: int = 0


def play(
    installation: Installation, *, operations: int, seed: int, tell: Callable[[Part], None] = lambda act: None
) -> list[Part]:
    """Each part in turn over the same twenty accounts; `tell` hears of each when it has ended."""
    chance = random.Random(seed)
    parts: list[Part] = []
    with Sight(installation) as sight:
        world = a_world(installation.app, chance)
        for layers in (*SHARES, NEITHER):
            parts.append(_part(installation, world, sight, chance, layers, operations))
            tell(parts[-1])
    return parts


def _part(
    installation: Installation, world: World, sight: Sight, chance: random.Random, layers: str, operations: int
) -> Part:
    machine = Machine(installation, world, sight, chance)
    with ExitStack() as stack:
        stack.callback(machine.close)
        if layers in (CODE_ALONE, NEITHER):
            stack.enter_context(without_policies(sight))
        removed = stack.enter_context(without_conditions()) if layers in (DATABASE_ALONE, NEITHER) else None
        if layers == NEITHER:
            _until_noticed(machine)
        else:
            machine.run(round(operations * SHARES[layers]))
        return Part(layers, machine.tally, removed.removed if removed else 0)


def _until_noticed(machine: Machine) -> None:
    for _ in range(TRIES_WITHOUT_LAYERS):
        if machine.run(1).faults:
            return
