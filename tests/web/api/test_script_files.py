"""Scripts as files: export and import give the same script back, and a hostile archive harms nobody."""

from __future__ import annotations

import io
import stat
import zipfile
from importlib import import_module
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.desk import Desk, Person, expect, refuse
from tests.support.files import uploads_to
from tests.support.scripts import listed, parameter, writes_script

KEPT = ("title", "purpose", "language", "body", "parameters", "risk", "tags")
BODIES = {
    "powershell": "param()\nGet-Printer -Name {{Name}} # Zürich\n",
    "bash": "#!/usr/bin/env bash\nset -eu\nls {{Name}}\n",
    "batch": "@echo off\necho {{Name}}\ngoto :eof",
    "python": '#!/usr/bin/env python3\n"""Prints a name."""\nfrom __future__ import annotations\n\nprint({{Name}})\n',
}


def imports(person: Person, content: bytes, name: str = "scripts.zip") -> TestResponse:
    return uploads_to(person, "/scripts/import", content, name)


def imported(person: Person, content: bytes, name: str = "scripts.zip") -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What came in, and the codes of what was refused, by name."""
    answer = expect(imports(person, content, name), 201)
    return answer["imported"], {one["name"]: one["code"] for one in answer["refused"]}


def zipped(files: dict[str, bytes], **options: Any) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", options.get("method", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("language", BODIES)
def test_a_script_that_is_exported_and_imported_is_the_same(desk: Desk, language: str) -> None:
    purpose = 'Says "100 %" ^ of it.\n\nSecond & last: \u2028 ü ' + "long " * 200
    asked = parameter(choices=["a%b", "it's"], type="choice", default="it's", help="<one>\n# of two")
    script = writes_script(
        desk.junior, language=language, body=BODIES[language], purpose=purpose, parameters=[asked], risk="destroys"
    )
    exported = desk.viewer.get(f"/scripts/{script['id']}/export")
    content = exported.get_data()
    assert exported.status_code == 200 and "attachment" in exported.headers["Content-Disposition"]
    assert max(len(line) for line in content.splitlines()) < 600
    name = exported.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')
    (again,), refused = imported(desk.senior, content, name)
    assert refused == {} and {field: again[field] for field in KEPT} == {field: script[field] for field in KEPT}
    assert again["source"]["kind"] == "import" and again["status"] == "draft"
    if language in ("bash", "python"):
        assert content.startswith(b"#!/usr/bin/env ") and b"\r" not in content
    if language == "batch":
        assert content.isascii() and b"%" not in content.partition(b"@echo")[0]


def test_a_folder_of_scripts_comes_in_as_windows_and_linux_write_it(desk: Desk) -> None:
    files = {
        "Desk\\Clear-PrintQueue.ps1": "Get-Printer -Name {{Printer}}\r\n".encode("utf-16"),
        "desk/list_users.sh": b"\xef\xbb\xbfgetent passwd\n",
        "zurich.bat": "echo Z\xfcrich\r\n".encode("cp1252"),
        "__MACOSX/._zurich.bat": b"\0\0",
        "desk/": b"",
    }
    scripts, refused = imported(desk.junior, zipped(files))
    assert refused == {}
    assert {one["title"]: (one["language"], one["body"]) for one in scripts} == {
        "Clear PrintQueue": ("powershell", "Get-Printer -Name {{Printer}}\n"),
        "List users": ("bash", "getent passwd\n"),
        "Zurich": ("batch", "echo Zürich\n"),
    }
    assert [one["name"] for one in scripts[0]["parameters"]] == ["Printer"]


def test_what_is_wrong_in_an_archive_is_named_and_the_rest_comes_in(desk: Desk) -> None:
    header = b"# FlowPilot script, format 1\n"
    files = {
        "good.sh": b"uptime\n",
        "../../etc/cron.sh": b"uptime\n",
        "/root.sh": b"uptime\n",
        "C:evil.ps1": b"Get-Date\n",
        "inner.zip": zipped({"a.sh": b"uptime\n"}),
        "renamed.ps1": zipped({"a.sh": b"uptime\n"}),
        "setup.exe": b"MZ\x90\x00",
        "binary.ps1": bytes(range(256)),
        "empty.py": b" \n",
        "huge.py": b"#" * 600_000,
        "long.py": b"#" * 150_000,
        "cut.sh": header + b'# title: "x\n',
        "nested.sh": header + b"# title: " + b"[" * 5000 + b"\n# end of FlowPilot's lines\nuptime\n",
        "odd.sh": header + b'# parameters: [{"name": "a b"}]\n# end of FlowPilot\'s lines\nuptime\n',
        "alone.sh": header + b'# parameters: [{"name": "Gone"}]\n# end of FlowPilot\'s lines\nuptime\n',
    }
    scripts, refused = imported(desk.junior, zipped(files))
    assert [one["title"] for one in scripts] == ["Good"] == listed(desk.junior)
    assert refused == {
        "cron.sh": "unsafe_name",
        "root.sh": "unsafe_name",
        "C:evil.ps1": "unsafe_name",
        "inner.zip": "nested_archive",
        "renamed.ps1": "nested_archive",
        "setup.exe": "unknown_language",
        "binary.ps1": "not_text",
        "empty.py": "empty",
        "huge.py": "too_large",
        "long.py": "validation_failed",
        "cut.sh": "header_broken",
        "nested.sh": "header_broken",
        "odd.sh": "validation_failed",
        "alone.sh": "validation_failed",
    }


def test_a_bomb_is_not_unpacked(desk: Desk) -> None:
    bombs = {f"{number}.ps1": b"#" * 500_000 for number in range(30)}
    scripts, refused = imported(desk.junior, zipped({"a.sh": b"uptime\n"} | bombs))
    assert [one["title"] for one in scripts] == ["A"]
    assert set(refused.values()) == {"validation_failed", "archive_too_large"}
    lying = bytearray(zipped({"big.ps1": b"#" * 5_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = lying.index(mark) + at
        lying[start : start + 4] = (10).to_bytes(4, "little")
    assert imported(desk.junior, bytes(lying))[1]["big.ps1"] in ("damaged", "too_large")
    crowd = zipped({f"{number}.sh": b"" for number in range(500)})
    assert imported(desk.junior, crowd) == ([], {"scripts.zip": "too_many_files"})
    assert imported(desk.junior, zipped({"x.sh": b"uptime\n"}, method=zipfile.ZIP_LZMA))[1] == {
        "x.sh": "unknown_compression"
    }


def test_files_that_take_too_long_to_check_do_not_hold_the_request(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("web.api.script_files"), "SECONDS_TO_CHECK", -1.0)
    assert imported(desk.junior, zipped({"a.sh": b"uptime\n", "b.txt": b"x"})) == (
        [],
        {"a.sh": "took_too_long", "b.txt": "unknown_language"},
    )


def test_links_encrypted_and_broken_files_are_refused(desk: Desk) -> None:
    link = zipfile.ZipInfo("link.sh")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("spoilt.sh", b"uptime\n" * 10)
        archive.writestr("locked.sh", b"uptime\n")
    content = bytearray(written.getvalue())
    content[content.index(b"uptime")] ^= 1
    last = content.rindex(b"PK\x01\x02")
    content[last + 8] |= 1
    assert imported(desk.junior, bytes(content)) == (
        [],
        {"link.sh": "not_a_file", "spoilt.sh": "damaged", "locked.sh": "encrypted"},
    )
    assert imported(desk.junior, b"PK\x03\x04 and no more")[1] == {"scripts.zip": "damaged"}


def test_only_engineers_import_and_a_file_has_five_megabytes(desk: Desk) -> None:
    refuse(imports(desk.viewer, b"uptime\n", "a.sh"), 403, "role_required")
    refuse(imports(desk.junior, b"#" * (5 * 1_048_576 + 1), "a.sh"), 413, "attachment_too_large")
    refuse(
        desk.junior.send("POST", "/scripts/import", data={}, content_type="multipart/form-data"),
        422,
        "validation_failed",
    )
    assert imported(desk.junior, b"hello", "notes.txt") == ([], {"notes.txt": "unknown_language"})
