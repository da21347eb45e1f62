"""Passwords as arguments of commands: Windows, PowerShell, Unix, databases, remote access.

Options are listed with their tools, because `-p` is a password for psexec, a port for ssh and a folder option for
mkdir.  Their letters are compared with their case: mysql's `-p` is the password and `-P` the port.
"""

from __future__ import annotations

import re

from models.core.redaction.rule import Rule, rule
from models.core.redaction.values import is_argument

_SEPARATE = (
    ("psexec psexec64 paexec winexe sshpass rdesktop certutil useradd usermod", "-p"),
    ("docker_login podman_login helm_registry_login oras_login az_login", "-p"),
    ("mongo mongosh mongodump mongorestore cqlsh influx arangosh vsql", "-p"),
    ("netexec nxc crackmapexec evil-winrm", "-p"),
    ("sqlcmd osql bcp isql ipmitool zip unzip rcon", "-P"),
    ("ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldappasswd", "-w"),
    ("redis-cli", "-a"),
    ("plink pscp psftp putty kitty", "-pw"),
    ("snmpwalk snmpget snmpset snmpbulkwalk snmptrap", "-c"),
    ("snmpwalk snmpget snmpset snmpbulkwalk", "-A"),
    ("snmpwalk snmpget snmpset snmpbulkwalk", "-X"),
    ("dsadd dsmod", "-pwd"),
    ("keytool jarsigner", "-storepass"),
    ("keytool jarsigner", "-keypass"),
    ("gpg", "--passphrase"),
    ("schtasks", "/rp"),
)
"""Tools (an underscore means a blank), and the option whose value follows after a blank."""

_ATTACHED = (
    ("mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlshow mariadb mariadb-dump", "-p"),
    ("sshpass psexec psexec64 7z 7za 7zr rar unrar winrar", "-p"),
    ("rar unrar winrar", "-hp"),
    ("sqlcmd osql bcp", "-P"),
    ("xfreerdp wfreerdp", "/p:"),
)
"""Tools, and the option whose value follows without a blank."""

_OPTION = (
    r"(?:[a-z]{0,20}(?:password|passwd|passphrase|passwort|pwd)\w?|psk|l2tppsk|pre-?shared-?key|shared-?(?:secret|key)"
    r"|(?:client|app)-?secret|secret-?key|api-?key|access-?token|auth-?token|token|secret)"
)
_READS_FROM_A_PIPE = (
    r"(?:runas|net use|(?:sudo )?(?:passwd --stdin|cryptsetup|kinit|smbpasswd)|sudo[^\r\n|;]{0,40}? -S)\b"
)


def _option(tools: str, option: str) -> Rule:
    names = "|".join(map(re.escape, tools.split())).replace("_", " ")
    pattern = rf"(?i:(?<![\w-])(?:{names})(?:\.exe)?(?![\w-]))<rest>\s{option}"
    return rule("password", tools.replace("_", " "), pattern, flags=0, is_secret=is_argument)


def _command(hints: str, pattern: str) -> Rule:
    return rule("password", hints, pattern, is_secret=is_argument)


RULES: tuple[Rule, ...] = (
    *(_option(tools, rf"{option} (?![-/$])<value>") for tools, option in _SEPARATE),
    *(_option(tools, rf"{option}(?![-/$])<value>") for tools, option in _ATTACHED),
    # -Password x, --password=x, -ClientSecret:x
    _command("-", rf"(?<![\w-])--?{_OPTION}(?: ?[:=] ?| )(?![-/])<value>"),
    # cmdkey /pass:x, schtasks /rp:x, netdom /passwordd:x
    _command("/p /rp /userp /k", r"(?<!\w)/(?:[a-z]{0,20}(?:password|passwd|pwd|pass)\w?|rp|p):<value>"),
    _command("cmdkey", r"\bcmdkey(?:\.exe)?(?![\w-])<rest>\s/pass <value>"),
    _command(
        "securestring",
        r"\bConvertTo-SecureString (?:-(?:AsPlainText|Force) ){0,2}+(?:-S(?:tring)? )?(?!-)<value>",
    ),
    _command(
        "securestring",
        r"(?<![^\s(=;{])(?=[^|]{1,300}\|)<value> ?\| ?(?:\r?\n ?)?ConvertTo-SecureString(?![^\r\n|;]{0,60}-Key)",
    ),
    _command("credential", r"\b(?:PS|Network)Credential\]?(?:::new)? ?\( ?[^\r\n,()]{1,100}+, ?(?![$(])<value>"),
    _command(
        "net",
        r"\bnet use (?:(?:[a-z]:|\*) )?\"?\\\\[^\s\"]{1,260}+\"? (?:/(?:user:\S{1,100}+|persistent:\w{1,3}) ){0,2}+"
        r"(?![/*])<value>",
    ),
    _command(
        "net",
        r"\bnet1? user (?:/\w{1,20} ){0,3}+(?!/)(?:\"[^\"\r\n]{1,64}+\"|[^\s\"/]{1,64}+) (?![/*|>&])<value>",
    ),
    _command("echo", rf"\becho (?:-\w{{1,3}} )?(?![%$])<value> ?\| ?{_READS_FROM_A_PIPE}"),
    _command("chpasswd", r"[\w.@\\-]{1,64}+:([^\s\"'|]{1,128}+)[\"']? ?\| ?(?:sudo )?chpasswd"),
    _command(
        "curl",
        r"\bcurl(?:\.exe)?(?![\w-])<rest>\s(?:-u|--user|--proxy-user)(?: |=)?[\"']?[^\s:\"'$]{1,99}+:([^\s\"']{1,200})",
    ),
    _command(
        "smbclient rpcclient winexe smbget net",
        r"\b(?:smbclient|rpcclient|winexe|smbget|net)(?![\w-])<rest>\s(?:-U|--user=?)(?: )?[\"']?[^\s%\"']{1,100}+"
        r"%([^\s\"']{1,200})",
    ),
    _command("pass:", r"\B-pass(?:in|out)? pass:([^\s\"']{1,200})"),
    # The registry's value for automatic logon: as shown by and as given to `reg`, and in PowerShell.
    _command("defaultpassword", r"\bDefaultPassword[\"']? (?:/t )?REG_(?:SZ|EXPAND_SZ) (?:/d )?<value>"),
    _command(
        "defaultpassword",
        r"\bDefaultPassword[\"']? (?:-(?:PropertyType|Type) \w{1,20}+ )?(?:/d|-Value) (?!\$)<value>",
    ),
    _command("autologon", r"\bautologon(?:64)?(?:\.exe)? (?:/accepteula )?[^\s/]{1,64}+ [^\s/]{1,64}+ (?!/)<value>"),
    _command("mysqladmin", r"\bmysqladmin(?![\w-])<rest>\spassword (?!-)<value>"),
    _command("identified", r"\bIDENTIFIED (?:WITH \w{1,40}+ )?(?:BY|AS) (?:PASSWORD )?(?=[\"'])<value>"),
    _command("wpa_passphrase", r"\bwpa_passphrase (?!-)\S{1,64}+ (?!-)<value>"),
    _command("htpasswd", r"\bhtpasswd -\w{0,5}b\w{0,5} \S{1,200}+ \S{1,64}+ <value>"),
    _command("nmcli", r"\bnmcli\b<rest>\b(?:password|wifi-sec\.psk|802-11-wireless-security\.psk) <value>"),
    # RDP files
    _command("password 51:b:", r"\bpassword (51:b:[0-9A-F]{16,})"),
    # .netrc
    _command("login", r"\blogin \S{1,100}+\s{1,9}+password <value>"),
)
