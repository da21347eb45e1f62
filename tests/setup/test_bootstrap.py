"""What runs before the environment: readable by an old Python, and by one that has no packages at all."""

import ast
import sys

import pytest
from places import DEV

_BEFORE_THE_ENVIRONMENT = (
    *("bootstrap", "environment", "commands", "problems", "interruption", "report", "places", "clean"),
)


def test_old_python_gets_as_far_as_the_version_check():
    ast.parse((DEV / "bootstrap.py").read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("name", _BEFORE_THE_ENVIRONMENT)
def test_what_makes_the_environment_needs_none(name):
    tree = ast.parse((DEV / f"{name}.py").read_text())

    allowed = sys.stdlib_module_names | set(_BEFORE_THE_ENVIRONMENT)
    assert _imported(tree) <= allowed


def _imported(tree):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module.partition(".")[0])
    return found
