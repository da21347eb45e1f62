"""What is dangerous in PowerShell and cmd."""

from __future__ import annotations

import re

from models.scripting.lint.commands import REPEATED
from models.scripting.lint.powershell import METHOD
from models.scripting.lint.rule import (
    ACCOUNTS,
    DELETES,
    DISKS,
    FIREWALL,
    MANY,
    NETWORK,
    PASSWORDS,
    PROTECTION,
    RESTARTS_SERVICE,
    RUNS,
    SIGNS_OFF,
    SOFTWARE,
    STOPS,
    STOPS_SERVICE,
    SYSTEM,
    TRACES,
    rule,
)

_PROTECTORS = r"(?:windefend|mpssvc|wscsvc|sense|sentinel\w*|huntress\w*)\b"
_SERVER_SERVICES = (
    r"(?:ntds|adws|dns|dhcpserver|kdc|netlogon|w3svc|iisadmin|mssql\S*|sqlserveragent|msexchange\S*|vmms|certsvc"
    r"|dfsr|ntfrs|lanmanserver|termservice|tssdis|wsusservice)"
)
_ENTERED = r"(?: -(?:computername|name|inputobject|force|passthru|confirm:\S+))*"
_DISABLED = r"-(?:off:(?:account)?enabled\b|(?:account)?enabled (?:\$?false|0)\b)"

POWERSHELL = (
    rule(
        DELETES,
        "remove-item",
        rf" (?:-recurse|/[sq]|-rf|-fr)\b| -force\b.* {REPEATED}\b| (?:\S*[\\/])?\*(?:\.\*)?(?:\s|$)| @\w",
    ),
    rule(DELETES, "clear-recyclebin|remove-mailboxfolder|remove-sposite|remove-spo\\w+|remove-pnp\\w+"),
    rule(DELETES, "search-mailbox", " -deletecontent"),
    rule(DELETES, "new-compliancesearchaction", " -purge"),
    rule(DELETES, re.escape(METHOD) + "(?:delete|deletetree|deletesubkeytree)"),
    rule(
        DISKS, "clear-disk|format-volume|initialize-disk|remove-partition|resize-partition|set-partition|remove-volume"
    ),
    rule(DISKS, "remove-(?:virtualdisk|storagepool|physicaldisk|vhd|vm\\w*)|reset-physicaldisk|remove-vssshadow\\w*"),
    rule(ACCOUNTS, "(?:remove|disable)-(?:ad|mg|msol|azuread|az)\\w+"),
    rule(
        ACCOUNTS, "(?:remove|disable)-(?:mailbox|remotemailbox|localuser|localgroup|distributiongroup|unifiedgroup|gpo)"
    ),
    rule(
        ACCOUNTS,
        "remove-(?:computer|localgroupmember|dnsserver\\w+|dhcpserver\\w+|gplink|mailuser|wmiobject|ciminstance)",
    ),
    rule(ACCOUNTS, "set-aduser|update-mguser|set-azureaduser", rf" {_DISABLED}"),
    rule(ACCOUNTS, "set-msoluser", r" -blockcredential (?:\$true|1)\b"),
    rule(ACCOUNTS, "remove-(?:mailboxdatabase|transportrule|smbshare|service)|unregister-scheduledtask"),
    rule(ACCOUNTS, "reset-computermachinepassword|uninstall-addsdomaincontroller|remove-dfsn\\w+"),
    rule(PASSWORDS, "set-adaccountpassword|set-msoluserpassword|set-localuser|update-mguser", rf" {REPEATED}\b"),
    rule(PROTECTION, "set-mppreference", r" -disable\w+ (?:\$true|1)|add-mppreference"),
    rule(PROTECTION, "add-mppreference", " -exclusion"),
    rule(PROTECTION, "set-executionpolicy", r" (?:unrestricted|bypass)\b", unless=r" -scope process\b"),
    rule(PROTECTION, "set-netfirewallprofile", rf" {_DISABLED}"),
    rule(PROTECTION, "disable-(?:bitlocker|netfirewallrule|windowsdefender\\w*)|remove-bitlockerkeyprotector"),
    rule(PROTECTION, "stop-service|set-service", rf" {_PROTECTORS}"),
    rule(PROTECTION, "set-itemproperty|new-itemproperty", r" enablelua\b.* 0\b| disableantispyware\b.* 1\b"),
    rule(
        FIREWALL,
        "new-netfirewallrule",
        unless=r" -action block\b| -direction outbound\b| -enabled false\b| -remoteaddress (?!any\b|\*|internet\b)",
    ),
    rule(FIREWALL, "set-netfirewallrule", r" -action allow\b"),
    rule(FIREWALL, "set-netfirewallprofile", r" -defaultinboundaction allow\b"),
    rule(STOPS_SERVICE, "stop-service", rf"{_ENTERED} {_SERVER_SERVICES}(?:\s|$)| -computername\b"),
    rule(RESTARTS_SERVICE, "restart-service", rf"{_ENTERED} {_SERVER_SERVICES}(?:\s|$)| -computername\b"),
    rule(STOPS_SERVICE, "set-service", r"(?=.* -computername\b).* (?:stopped|disabled)\b"),
    rule(
        MANY,
        r"(?:set|move|rename|enable|clear)-(?:ad\w+|msol\w+|azuread\w+|mailbox\w*|casmailbox)|(?:update|set)-mg\w+"
        r"|add-(?:adgroupmember|distributiongroupmember|mailboxpermission)",
        rf" {REPEATED}\b",
    ),
    rule(RUNS, r"invoke-expression|\((?s:.*)"),
    rule(RUNS, re.escape(METHOD) + "start", r"\[(?:system\.)?diagnostics\.process\]"),
    rule(RUNS, re.escape(METHOD) + "create", r"\[(?:system\.management\.automation\.)?scriptblock\]"),
    rule(STOPS, "stop-computer|restart-computer"),
    rule(STOPS, "stop-vm", " -(?:turnoff|force)\\b"),
    rule(STOPS, "invoke-(?:wmimethod|cimmethod)", r" (?:win32shutdown|reboot|shutdown)\b"),
    rule(SIGNS_OFF, "invoke-rduserlogoff|revoke-(?:mg|azuread)\\w*(?:signinsession|refreshtoken)"),
    rule(SYSTEM, "restore-(?:computer|vmsnapshot|vmcheckpoint)|disable-(?:computerrestore|psremoting)"),
    rule(DISKS, "set-disk", r" -isoffline (?:\$true|1)\b"),
    rule(STOPS, re.escape(METHOD) + "(?:win32shutdown|reboot|shutdown)"),
    rule(NETWORK, "disable-netadapter|remove-netipaddress|remove-netroute|remove-netadapter\\w*|reset-netadapter\\w+"),
    rule(TRACES, "clear-eventlog|remove-eventlog"),
    rule(SOFTWARE, "uninstall-(?:windowsfeature|package|module)|remove-(?:windowsfeature|appx\\w+|windowspackage)"),
    rule(SOFTWARE, "disable-windowsoptionalfeature|" + re.escape(METHOD) + "uninstall"),
)

WINDOWS = (
    rule(DELETES, "del|erase", r" /[sq]\b| (?:\S*\\)?\*(?:\.\*)?(?:\s|$)"),
    rule(DELETES, "rd|rmdir", r" /s\b"),
    rule(DELETES, "reg", "^ delete"),
    rule(DELETES, "robocopy", r" /(?:mir|purge)\b"),
    rule(DELETES, "schtasks", r" /delete\b"),
    rule(DELETES, "sdelete(?:64)?|deltree|systemreset"),
    rule(DELETES, "sc", r"(?:^| \\\\\S+) delete "),
    rule(DISKS, "format", r" [a-z]:"),
    rule(DISKS, "diskpart"),
    rule(DISKS, "vssadmin", "^ (?:delete|resize)"),
    rule(DISKS, "wmic", " (?:delete|format)\\b"),
    rule(DISKS, "mountvol", r" /[dr]\b"),
    rule(DELETES, "forfiles", r" (?:del|erase|rd|rmdir)\b"),
    rule(DELETES, "wsl", " --unregister"),
    rule(DELETES, "eseutil|esentutl", r" /p\b"),
    rule(STOPS, "wmic", r" (?:win32shutdown|reboot|shutdown)\b"),
    rule(STOPS, "psshutdown(?:64)?", unless=" -a\\b"),
    rule(SOFTWARE, "wmic", r" uninstall\b"),
    rule(SOFTWARE, "msiexec", r" [/-](?:x\b|uninstall\b)"),
    rule(SOFTWARE, "wusa", " /uninstall"),
    rule(SOFTWARE, "dism", " /disable-feature"),
    rule(DISKS, "wbadmin", "^ delete"),
    rule(DISKS, "cipher", r" /w\b"),
    rule(DISKS, "fsutil", " (?:setzerodata|deletejournal)"),
    rule(DISKS, "dism", r" /(?:apply-image|remove-package|apply-ffu)"),
    rule(ACCOUNTS, "net1?", r"^ (?:user|localgroup|group|accounts|computer|share)\b.*(?: /del(?:ete)?\b| /active:no)"),
    rule(SIGNS_OFF, "net1?", r"^ session\b.* /del(?:ete)?\b"),
    rule(ACCOUNTS, "dsrm|ntdsutil"),
    rule(ACCOUNTS, "dsmod", " -disabled yes"),
    rule(ACCOUNTS, "netdom", "^ (?:remove|reset|resetpwd)\\b"),
    rule(PROTECTION, "netsh", " (?:advfirewall|firewall)\\b.*(?: state off| disable\\b| reset\\b)"),
    rule(PROTECTION, "manage-bde", " -(?:off|pause)\\b| -protectors -(?:delete|disable)"),
    rule(PROTECTION, "sc|net1?", rf" (?:stop|config|delete) {_PROTECTORS}"),
    rule(PROTECTION, "reg", r"^ add .*(?:enablelua .*/d 0|disableantispyware .*/d 1)"),
    rule(
        FIREWALL,
        "netsh",
        r" (?:advfirewall firewall (?:add|set) rule|firewall add)\b(?!.*(?:action ?= ?block|dir ?= ?out))",
    ),
    rule(STOPS_SERVICE, "sc", rf"^(?: \\\\\S+ stop\b| stop {_SERVER_SERVICES}(?:\s|$))"),
    rule(STOPS_SERVICE, "net1?", rf"^ stop {_SERVER_SERVICES}(?:\s|$)"),
    rule(STOPS_SERVICE, "psservice(?:64)?", r" (?:stop|restart)\b"),
    rule(RESTARTS_SERVICE, "iisreset", unless=r" /(?:status|enable|start|noforce /status)\b"),
    rule(RUNS, "certutil", " -?/?urlcache"),
    rule(RUNS, "bitsadmin", r" /transfer\b"),
    rule(RUNS, "mshta|regsvr32", "https?:"),
    rule(STOPS, "shutdown", unless=r"^ [/-][ac]\b"),
    rule(SIGNS_OFF, "logoff|rwinsta|tsdiscon"),
    rule(SIGNS_OFF, "reset", "^ session"),
    rule(NETWORK, "netsh", r" int(?:erface)? (?:ip(?:v[46])?|tcp) reset| set interface .*(?:disable|admin=disabled)"),
    rule(NETWORK, "route", "^ (?:-f|delete)\\b"),
    rule(TRACES, "wevtutil", "^ (?:cl|clear-log)\\b"),
    rule(TRACES, "auditpol", r" /(?:clear|remove)\b"),
    rule(SYSTEM, "bcdedit", r" [/-](?:set|delete|deletevalue|import|createstore|default)\b"),
    rule(SYSTEM, "bootrec|bootsect", r" /(?:fixmbr|fixboot|rebuildbcd|nt60|mbr)\b"),
    rule(SYSTEM, "icacls|cacls", r" /t\b", unless=r" /save\b| /verify\b"),
    rule(SYSTEM, "takeown", r" /r\b"),
)
