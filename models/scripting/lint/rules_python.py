"""What is dangerous in Python: calls by their full names, and methods by their last one."""

from __future__ import annotations

from models.scripting.lint.commands import REPEATED
from models.scripting.lint.rule import ACCOUNTS, DELETES, DISKS, MANY, NETWORK, PASSWORDS, RUNS, STOPS, rule

PYTHON = (
    rule(DELETES, r"os\.(?:remove|unlink|rmdir|removedirs|truncate)|shutil\.rmtree"),
    rule(DELETES, r"(?:pathlib\.)?\S*\.(?:unlink|rmdir|rmtree)"),
    rule(DELETES, r"winreg\.delete\w+|\S*\.(?:drop|drop_all|drop_database|flushall|flushdb|delete_many)"),
    rule(
        DELETES,
        r"\S*\.(?:execute|executescript|executemany|text|query)",
        r"\b(?:drop (?:table|database|schema|user)|truncate (?:table )?\w)|\bdelete from (?!.*\bwhere\b)",
    ),
    rule(DELETES, r"\S*\.(?:delete|terminate)_\w+|requests\.delete|\S*\.delete_object\w*"),
    rule(DISKS, "open", r"^ (?:\\\\.\\physicaldrive|/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|mapper/)).* \S*[wa+]"),
    rule(ACCOUNTS, r"\S*\.delete_s|ldap3?\.\S*\.delete|\S*connection\.delete|conn\.delete"),
    rule(PASSWORDS, r"\S*\.(?:modify_password|passwd_s|set_password)", rf" {REPEATED}$"),
    rule(MANY, r"\S*\.(?:modify|modify_s|modify_dn|rename_s|add_members_to_groups)", rf" {REPEATED}$"),
    rule(RUNS, r"exec|eval", r"^ (?!\S*$)|^ \$"),
    rule(RUNS, r"\?computed"),
    rule(RUNS, r"runpy\.run_\w+|importlib\.util\.spec_from_loader|marshal\.loads"),
    rule(STOPS, r"\S*\.(?:exitwindowsex|initiatesystemshutdown\w*|ntshutdownsystem|reboot|poweroff|shutdown_system)"),
    rule(STOPS, r"os\.kill(?:pg)?", r"^ (?:-1|1) "),
    rule(NETWORK, r"\S*\.(?:disable_adapter|disable_interface)"),
)
