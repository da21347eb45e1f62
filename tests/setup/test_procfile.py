"""The Procfile: every line is a process type."""

import pytest

from setup.problems import SetupProblem
from setup.supervision import procfile


def test_each_line_is_a_process_type_in_order(tmp_path):
    file = tmp_path / "Procfile"
    file.write_text("# comment\nrelease: flask db upgrade\n\nweb: gunicorn -b :$PORT app\nworker_ai:  run  \n")

    assert list(procfile.commands(file).items()) == [
        ("release", "flask db upgrade"),
        ("web", "gunicorn -b :$PORT app"),
        ("worker_ai", "run"),
    ]


@pytest.mark.parametrize("text", ["web gunicorn", "web:", "web: a\nweb: b"])
def test_a_line_that_is_no_process_type_is_told(tmp_path, text):
    file = tmp_path / "Procfile"
    file.write_text(text)

    with pytest.raises(SetupProblem, match="line") as told:
        procfile.commands(file)
    assert told.value.code == "bad_procfile"


def test_this_checkout_has_a_release_and_a_web():
    assert {"release", "web"} <= set(procfile.commands())
