"""Both adapters of the file store keep one contract; S3 is played by a server on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from models.core.files import FileMissing, FileStore, StoreUnavailable, open_store
from models.core.files.store import new_key
from tests.outside.s3_server import ACCESS_KEY, BUCKET, SECRET_KEY, S3Server


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    with S3Server() as server:
        yield server
        assert server.objections == []


def in_bucket(server: S3Server) -> FileStore:
    return open_store(f"s3://{BUCKET}/desk?endpoint={server.url}&region=eu-central-1")


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return open_store((tmp_path / "new folder").as_uri())
    return in_bucket(request.getfixturevalue("s3"))


def test_what_was_put_is_got_and_can_be_replaced(store: FileStore) -> None:
    key = new_key(uuid4())
    for content in (b"first", bytes(range(256)) * 9_000, b""):
        store.put(key, content, media_type="image/png")
        assert store.get(key) == content


def test_keys_of_an_account_begin_with_it_and_differ(store: FileStore) -> None:
    account_id = uuid4()
    first, second = new_key(account_id), new_key(account_id)
    store.put(first, b"1", media_type="text/plain")
    store.put(f"{first}.thumbnail", b"2", media_type="text/plain")
    assert first.startswith(f"{account_id}/") and first != second
    assert (store.get(first), store.get(f"{first}.thumbnail")) == (b"1", b"2")
    with pytest.raises(FileMissing):
        store.get(second)


def test_removing_twice_is_no_error(store: FileStore) -> None:
    key = new_key(uuid4())
    store.put(key, b"content", media_type="text/plain")
    store.remove(key)
    store.remove(key)
    with pytest.raises(FileMissing):
        store.get(key)


@pytest.mark.parametrize("key", ["../secrets", "/etc/passwd", "a", "01a22530-fffa-7679-a0eb-3318efd52a7e/../../x", ""])
def test_no_other_key_reaches_the_store(store: FileStore, key: str) -> None:
    for act in (lambda: store.get(key), lambda: store.remove(key), lambda: store.put(key, b"", media_type="a/b")):
        with pytest.raises(ValueError, match="not a key"):
            act()


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store, key = open_store((tmp_path / "file").as_uri()), new_key(uuid4())
    for act in (lambda: store.put(key, b"", media_type="a/b"), lambda: store.get(key), lambda: store.remove(key)):
        with pytest.raises(StoreUnavailable):
            act()


def test_only_this_user_can_read_the_folder(tmp_path: Path) -> None:
    key = new_key(uuid4())
    open_store(tmp_path.as_uri()).put(key, b"content", media_type="text/plain")
    assert (tmp_path / key).stat().st_mode & 0o077 == 0
    assert (tmp_path / key).parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / key).parent.iterdir()] == [key.split("/")[1]]


def test_objects_lie_below_the_prefix_with_their_media_type(s3: S3Server) -> None:
    key = new_key(uuid4())
    in_bucket(s3).put(key, b"content", media_type="image/webp")
    assert s3.objects == {f"desk/{key}": b"content"}
    assert s3.media_types == {f"desk/{key}": "image/webp"}


def test_a_bucket_that_refuses_is_unavailable(s3: S3Server) -> None:
    s3.refuses = True
    with pytest.raises(StoreUnavailable):
        in_bucket(s3).get(new_key(uuid4()))


def test_a_service_that_does_not_answer_is_unavailable_in_time(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.core.files.s3.DEADLINE_SECONDS", 0.2)
    s3.silence.clear()
    with pytest.raises(StoreUnavailable):
        in_bucket(s3).get(new_key(uuid4()))


def test_a_service_that_is_not_there_is_unavailable(s3: S3Server) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(f"s3://{BUCKET}?endpoint=http://127.0.0.1:9").get(new_key(uuid4()))
