"""The SPA's own tests (web/spa/tests), as a part of this suite: they run beside the others, and fail as one."""

from __future__ import annotations

import pytest

from setup import commands, spa


# Some four hundred tests of their own, beside whatever else the machine does.
@pytest.mark.timeout(900)
def test_what_the_components_do_is_what_their_tests_say() -> None:
    node = spa.installed()
    code, said = commands.run((*node.npm, "run", "--silent", "test"), cwd=spa.SOURCES, env=node.environment())
    assert code == 0, said
