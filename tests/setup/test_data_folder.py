"""The data folder: whose it is, what is private in it, and what is said when it is broken."""

import stat
import tempfile
from pathlib import Path

import pytest

from setup.data_folder import LONGEST_SOCKET_PATH, DataFolder, Run, claimed, socket_folder
from setup.problems import SetupProblem


def test_second_run_over_a_folder_is_told_where_the_first_one_is(tmp_path):
    with claimed(tmp_path / "data") as folder:
        folder.record_run(Run("token", 4711, "http://127.0.0.1:8000"))

        with pytest.raises(SetupProblem, match=r"http://127\.0\.0\.1:8000") as told, claimed(tmp_path / "data"):
            pass

    assert told.value.code == "already_running"
    with claimed(tmp_path / "data"):
        """The folder is free again."""


def test_secrets_are_made_once_and_nobody_else_reads_them(tmp_path):
    with claimed(tmp_path / "data") as folder:
        made = folder.secrets()

        assert folder.secrets() == made
        assert made.secret_key.startswith("dev-")
        assert made.encryption_keys.startswith("dev-k1:")
        assert _mode(folder.path) == 0o700
        assert _mode(folder.path / "secrets.json") == 0o600


@pytest.mark.parametrize("content", [None, "", '{"secret_key": "x"}', "not json"])
def test_lost_secrets_are_never_made_anew_over_a_database(tmp_path, content):
    with claimed(tmp_path) as folder:
        (tmp_path / "postgres").mkdir()
        if content is not None:
            (tmp_path / "secrets.json").write_text(content)

        with pytest.raises(SetupProblem, match=r"secrets\.json") as told:
            folder.secrets()

    assert told.value.code == "broken_data_folder"


_AWKWARD = ("plain", "postgresql://u:p@127.0.0.1:1/db", "it's", "a b", "back\\slash", "x # y", "$HOME")


@pytest.mark.parametrize("value", _AWKWARD)
def test_env_file_gives_back_what_was_written(tmp_path, value):
    folder = DataFolder(tmp_path)

    folder.write_env({"FIRST": value, "SECOND": "2"})

    assert folder.read_env() == {"FIRST": value, "SECOND": "2"}
    assert _mode(folder.env_file) == 0o600


def test_unreadable_env_file_is_named(tmp_path):
    (tmp_path / "env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SetupProblem, match=str(tmp_path / "env")) as told:
        DataFolder(tmp_path).read_env()

    assert told.value.code == "broken_data_folder"


def test_a_file_where_the_folder_should_be_is_named(tmp_path):
    (tmp_path / "data").write_text("")

    with pytest.raises(SetupProblem, match=str(tmp_path / "data")) as told, claimed(tmp_path / "data"):
        pass

    assert told.value.code == "no_data_folder"


def test_sockets_are_private_and_inside_the_data_folder(tmp_path):
    folder = DataFolder(tmp_path)

    with socket_folder(folder) as sockets:
        assert sockets.parent == tmp_path
        assert _mode(sockets) == 0o700
    assert not sockets.exists()


def test_sockets_below_a_long_path_still_have_a_usable_address(tmp_path):
    folder = DataFolder(tmp_path / ("x" * 120))
    folder.path.mkdir()

    with socket_folder(folder) as sockets:
        assert len(str(sockets / ".s.PGSQL.32767")) < LONGEST_SOCKET_PATH
        assert _mode(sockets) == 0o700
    assert not sockets.exists()


def test_sockets_that_a_killed_run_left_elsewhere_are_removed(tmp_path):
    folder = DataFolder(tmp_path / ("x" * 120))
    folder.path.mkdir()
    left = Path(tempfile.mkdtemp(prefix="flowpilot-", dir="/tmp"))
    (folder.path / "run").symlink_to(left)

    with socket_folder(folder) as sockets:
        assert sockets != left
        assert not left.exists()


def test_link_to_a_folder_of_somebody_elses_is_not_followed(tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "precious")

    with socket_folder(DataFolder(tmp_path)):
        assert (tmp_path / "precious").is_dir()


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)
