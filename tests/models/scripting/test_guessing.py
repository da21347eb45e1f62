"""The language of a drafted script that does not name it."""

from __future__ import annotations

import pytest

from models.scripting.guessing import language_of
from models.scripting.languages import ScriptLanguage

SCRIPTS = [
    ("Restart-Service -Name Spooler", "powershell"),
    ("$queue = 'PRN-02'\nGet-PrintJob -PrinterName $queue | Remove-PrintJob", "powershell"),
    ("#Requires -RunAsAdministrator\nnet stop spooler", "powershell"),
    ("#!/usr/bin/env bash\ncurl -H 'Content-Type: text/plain' https://intranet", "bash"),
    ("sudo systemctl restart cups", "bash"),
    ('for f in /var/spool/cups/*; do\n  rm "$f"\ndone', "bash"),
    ("@echo off\nnet stop spooler", "batch"),
    ("rem Clears the queue\ndel /q %windir%\\system32\\spool\\PRINTERS\\*", "batch"),
    ("import socket\n\nprint(socket.gethostname())", "python"),
    ("#!/usr/bin/python3\nx = 1", "python"),
    ("import os, shutil\nfor p in os.listdir(PATH):\n    shutil.rmtree(p)", "python"),
    ("net stop {{Svc}}\nnet start {{Svc}}", "batch"),
    ("xcopy {{Src}} {{Dst}}", "batch"),
    ('rm -rf "$DIR"', "bash"),
    ("find /srv -mtime +30 -delete", "bash"),
    ("ipconfig /flushdns", "powershell"),
    ("", "powershell"),
]


@pytest.mark.parametrize(("body", "language"), SCRIPTS)
def test_a_script_shows_its_language(body: str, language: str) -> None:
    assert language_of(body) == ScriptLanguage(language)
