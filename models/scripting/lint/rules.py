"""Which commands are dangerous.  Each rule names its commands, what their arguments must look like, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import Command
from models.scripting.lint.nested import POWERSHELLS, SHELLS
from models.scripting.lint.powershell import METHOD, REPEATED

DELETES = "deletes files or data"
DISKS = "erases or changes disks"
ACCOUNTS = "removes or disables accounts or objects of a directory"
PASSWORDS = "changes many passwords"
PROTECTION = "turns protection off"
RUNS = "runs code that it downloads or builds"
STOPS = "restarts or stops a machine"
SIGNS_OFF = "ends people's sessions"
NETWORK = "cuts off the network"
TRACES = "clears logs"
SOFTWARE = "removes software or features"
SYSTEM = "changes how a machine starts or who may use its files"

_DOWNLOADERS = frozenset({"curl", "wget", "invoke-webrequest", "invoke-restmethod", "fetch"})
_INTERPRETERS = SHELLS | POWERSHELLS | {"cmd"}
# Without a script or `-c`, an interpreter runs its standard input.
_OPTIONS = re.compile(r"(?: -[a-z]*)*")
_SQL_CLIENTS = r"mysql|mariadb|psql|sqlcmd|osql|sqlite3|invoke-sqlcmd|mongo|mongosh"
_PROTECTORS = r"(?:windefend|mpssvc|wscsvc|sense|sentinel\w*|huntress\w*)\b"
_DISABLED = r"-(?:off:(?:account)?enabled\b|(?:account)?enabled (?:\$?false|0)\b)"
_SYSTEM_FOLDER = r"(?:/|/\*|/(?:etc|usr|var|bin|sbin|lib|lib64|boot|home|opt|root)(?:/\*?)?)(?:\s|$)"


@dataclass(frozen=True)
class Rule:
    """Commands whose name fits `names` as a whole are dangerous where `arguments` is found and `unless` is not.

    Both are looked for in the arguments, in lower case, with one space before each.
    """

    reason: str
    names: re.Pattern[str]
    arguments: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def fits(self, command: Command, arguments: str) -> bool:
        if not self.names.fullmatch(command.name) or not self.arguments.search(arguments):
            return False
        return self.unless is None or not self.unless.search(arguments)


def _rule(reason: str, names: str, arguments: str = "", unless: str | None = None) -> Rule:
    return Rule(reason, re.compile(names), re.compile(arguments), re.compile(unless) if unless else None)


_POWERSHELL = (
    _rule(
        DELETES,
        "remove-item",
        rf" (?:-recurse|/[sq]|-rf|-fr)\b| -force\b.* {REPEATED}\b| (?:\S*[\\/])?\*(?:\.\*)?(?:\s|$)| @\w",
    ),
    _rule(DELETES, "clear-recyclebin|remove-mailboxfolder|remove-sposite|remove-spo\\w+|remove-pnp\\w+"),
    _rule(DELETES, "search-mailbox", " -deletecontent"),
    _rule(DELETES, "new-compliancesearchaction", " -purge"),
    _rule(DELETES, re.escape(METHOD) + "(?:delete|deletetree|deletesubkeytree)"),
    _rule(
        DISKS, "clear-disk|format-volume|initialize-disk|remove-partition|resize-partition|set-partition|remove-volume"
    ),
    _rule(DISKS, "remove-(?:virtualdisk|storagepool|physicaldisk|vhd|vm\\w*)|reset-physicaldisk|remove-vssshadow\\w*"),
    _rule(ACCOUNTS, "(?:remove|disable)-(?:ad|mg|msol|azuread|az)\\w+"),
    _rule(
        ACCOUNTS, "(?:remove|disable)-(?:mailbox|remotemailbox|localuser|localgroup|distributiongroup|unifiedgroup|gpo)"
    ),
    _rule(
        ACCOUNTS,
        "remove-(?:computer|localgroupmember|dnsserver\\w+|dhcpserver\\w+|gplink|mailuser|wmiobject|ciminstance)",
    ),
    _rule(ACCOUNTS, "set-aduser|update-mguser|set-azureaduser", rf" {_DISABLED}"),
    _rule(ACCOUNTS, "set-msoluser", r" -blockcredential (?:\$true|1)\b"),
    _rule(ACCOUNTS, "remove-(?:mailboxdatabase|transportrule|smbshare|service)|unregister-scheduledtask"),
    _rule(ACCOUNTS, "reset-computermachinepassword|uninstall-addsdomaincontroller|remove-dfsn\\w+"),
    _rule(PASSWORDS, "set-adaccountpassword|set-msoluserpassword|set-localuser|update-mguser", rf" {REPEATED}\b"),
    _rule(PROTECTION, "set-mppreference", r" -disable\w+ (?:\$true|1)|add-mppreference"),
    _rule(PROTECTION, "add-mppreference", " -exclusion"),
    _rule(PROTECTION, "set-executionpolicy", r" (?:unrestricted|bypass)\b", unless=r" -scope process\b"),
    _rule(PROTECTION, "set-netfirewallprofile", rf" {_DISABLED}"),
    _rule(PROTECTION, "disable-(?:bitlocker|netfirewallrule|windowsdefender\\w*)|remove-bitlockerkeyprotector"),
    _rule(PROTECTION, "stop-service|set-service", rf" {_PROTECTORS}"),
    _rule(PROTECTION, "set-itemproperty|new-itemproperty", r" enablelua\b.* 0\b| disableantispyware\b.* 1\b"),
    _rule(RUNS, "invoke-expression"),
    _rule(RUNS, re.escape(METHOD) + "create", r"\[(?:system\.management\.automation\.)?scriptblock\]"),
    _rule(STOPS, "stop-computer|restart-computer"),
    _rule(STOPS, "stop-vm", " -(?:turnoff|force)\\b"),
    _rule(STOPS, "invoke-(?:wmimethod|cimmethod)", r" (?:win32shutdown|reboot|shutdown)\b"),
    _rule(SIGNS_OFF, "invoke-rduserlogoff|revoke-(?:mg|azuread)\\w*(?:signinsession|refreshtoken)"),
    _rule(SYSTEM, "restore-(?:computer|vmsnapshot|vmcheckpoint)|disable-(?:computerrestore|psremoting)"),
    _rule(DISKS, "set-disk", r" -isoffline (?:\$true|1)\b"),
    _rule(STOPS, re.escape(METHOD) + "(?:win32shutdown|reboot|shutdown)"),
    _rule(NETWORK, "disable-netadapter|remove-netipaddress|remove-netroute|remove-netadapter\\w*|reset-netadapter\\w+"),
    _rule(TRACES, "clear-eventlog|remove-eventlog"),
    _rule(SOFTWARE, "uninstall-(?:windowsfeature|package|module)|remove-(?:windowsfeature|appx\\w+|windowspackage)"),
    _rule(SOFTWARE, "disable-windowsoptionalfeature|" + re.escape(METHOD) + "uninstall"),
)

_WINDOWS = (
    _rule(DELETES, "del|erase", r" /[sq]\b| (?:\S*\\)?\*(?:\.\*)?(?:\s|$)"),
    _rule(DELETES, "rd|rmdir", r" /s\b"),
    _rule(DELETES, "reg", "^ delete"),
    _rule(DELETES, "robocopy", r" /(?:mir|purge)\b"),
    _rule(DELETES, "schtasks", r" /delete\b"),
    _rule(DELETES, "sdelete(?:64)?|deltree|systemreset"),
    _rule(DELETES, "sc", r"(?:^| \\\\\S+) delete "),
    _rule(DISKS, "format", r" [a-z]:"),
    _rule(DISKS, "diskpart"),
    _rule(DISKS, "vssadmin", "^ (?:delete|resize)"),
    _rule(DISKS, "wmic", " (?:delete|format)\\b"),
    _rule(DISKS, "mountvol", r" /[dr]\b"),
    _rule(DELETES, "forfiles", r" (?:del|erase|rd|rmdir)\b"),
    _rule(DELETES, "wsl", " --unregister"),
    _rule(DELETES, "eseutil|esentutl", r" /p\b"),
    _rule(STOPS, "wmic", r" (?:win32shutdown|reboot|shutdown)\b"),
    _rule(STOPS, "psshutdown(?:64)?", unless=" -a\\b"),
    _rule(SOFTWARE, "wmic", r" uninstall\b"),
    _rule(SOFTWARE, "msiexec", r" [/-](?:x\b|uninstall\b)"),
    _rule(SOFTWARE, "wusa", " /uninstall"),
    _rule(SOFTWARE, "dism", " /disable-feature"),
    _rule(DISKS, "wbadmin", "^ delete"),
    _rule(DISKS, "cipher", r" /w\b"),
    _rule(DISKS, "fsutil", " (?:setzerodata|deletejournal)"),
    _rule(DISKS, "dism", r" /(?:apply-image|remove-package|apply-ffu)"),
    _rule(ACCOUNTS, "net1?", r"^ (?:user|localgroup|group|accounts|computer|share)\b.*(?: /del(?:ete)?\b| /active:no)"),
    _rule(SIGNS_OFF, "net1?", r"^ session\b.* /del(?:ete)?\b"),
    _rule(ACCOUNTS, "dsrm|ntdsutil"),
    _rule(ACCOUNTS, "dsmod", " -disabled yes"),
    _rule(ACCOUNTS, "netdom", "^ (?:remove|reset|resetpwd)\\b"),
    _rule(PROTECTION, "netsh", " (?:advfirewall|firewall)\\b.*(?: state off| disable\\b| reset\\b)"),
    _rule(PROTECTION, "manage-bde", " -(?:off|pause)\\b| -protectors -(?:delete|disable)"),
    _rule(PROTECTION, "sc|net1?", rf" (?:stop|config|delete) {_PROTECTORS}"),
    _rule(PROTECTION, "reg", r"^ add .*(?:enablelua .*/d 0|disableantispyware .*/d 1)"),
    _rule(RUNS, "certutil", " -?/?urlcache"),
    _rule(RUNS, "bitsadmin", r" /transfer\b"),
    _rule(RUNS, "mshta|regsvr32", "https?:"),
    _rule(STOPS, "shutdown", unless=r"^ [/-][ac]\b"),
    _rule(SIGNS_OFF, "logoff|rwinsta|tsdiscon"),
    _rule(SIGNS_OFF, "reset", "^ session"),
    _rule(NETWORK, "netsh", r" int(?:erface)? (?:ip(?:v[46])?|tcp) reset| set interface .*(?:disable|admin=disabled)"),
    _rule(NETWORK, "route", "^ (?:-f|delete)\\b"),
    _rule(TRACES, "wevtutil", "^ (?:cl|clear-log)\\b"),
    _rule(TRACES, "auditpol", r" /(?:clear|remove)\b"),
    _rule(SYSTEM, "bcdedit", r" [/-](?:set|delete|deletevalue|import|createstore|default)\b"),
    _rule(SYSTEM, "bootrec|bootsect", r" /(?:fixmbr|fixboot|rebuildbcd|nt60|mbr)\b"),
    _rule(SYSTEM, "icacls|cacls", r" /t\b", unless=r" /save\b| /verify\b"),
    _rule(SYSTEM, "takeown", r" /r\b"),
)

_BASH = (
    _rule(DELETES, "rm", r" (?:-[a-z]*r[a-z]*|--recursive)\b| (?:\S*/)?\*(?:\s|$)"),
    _rule(DELETES, "find", r" -delete\b"),
    _rule(DELETES, "shred|srm|unlink-all"),
    _rule(DELETES, "truncate", r" (?:-s ?0|--size=0)\b"),
    _rule(DELETES, "mv", r" /dev/null$"),
    _rule(DELETES, "mysqladmin", " (?:-f )?drop "),
    _rule(DELETES, "python3?", r"\bshutil\.rmtree\b"),
    _rule(
        DELETES, "tee", r" /(?:dev/(?:sd|hd|vd|xvd|nvme|mmcblk|mapper/)|etc/(?:passwd|shadow|fstab)\b)", unless=" -a\\b"
    ),
    _rule(DISKS, "cp", r" /dev/(?:sd|hd|vd|xvd|nvme|mmcblk|mapper/)\S*$"),
    _rule(DISKS, "nvme", r"^ (?:format|sanitize)\b"),
    _rule(DISKS, "hdparm", " --security-erase"),
    _rule(DISKS, "virsh|qm|pct", r"^ (?:destroy|undefine)\b"),
    _rule(DISKS, "vim-cmd", r" vmsvc/(?:destroy|unregister|power\.(?:off|reset))"),
    _rule(DELETES, ">", r"^ /(?:dev/(?!null|std|tty|fd|tcp|udp|shm)|etc/(?:passwd|shadow|fstab|sudoers|group)$|boot/)"),
    _rule(DELETES, "crontab", r" -r\b"),
    _rule(DELETES, "rsync", r" --delete"),
    _rule(DELETES, "redis-cli", " flush(?:all|db)"),
    _rule(DELETES, "dropdb|dropuser"),
    _rule(DELETES, "git", r"^ (?:clean .*-\w*f|reset .*--hard|push .*(?:--force|-f)\b)"),
    _rule(
        DELETES,
        "docker|podman",
        r"^ (?:(?:system|volume|image|container|network) (?:prune|rm)|rm .*-\w*f|compose .*down .*-v)",
    ),
    _rule(DELETES, "docker-compose", r" down .*(?:-v\b|--volumes)"),
    _rule(DELETES, "kubectl|oc", "^ (?:delete|drain)\\b"),
    _rule(DELETES, "helm", "^ (?:uninstall|delete)\\b"),
    _rule(DELETES, "terraform|tofu", r"^ (?:destroy\b|apply .*-destroy)"),
    _rule(DELETES, "aws|az|gcloud", r" (?:terminate-\S+|delete(?:-\S+)?|rb|remove)\b| s3 rm .*--recursive"),
    _rule(DISKS, "dd", r" of=/dev/(?!null|stdout|fd|shm)"),
    _rule(DISKS, "mkfs(?:\\..+)?|mke2fs|mkswap|blkdiscard|lvremove|vgremove|pvremove|lvreduce|badblocks"),
    _rule(DISKS, "wipefs", r" (?:-\w*[ao]|--all|--offset)"),
    _rule(DISKS, "fdisk|sfdisk|cfdisk|gdisk|sgdisk|parted", unless=r" (?:-l|--list|-p|--print|print|-d|--dump)\b"),
    _rule(DISKS, "mdadm", r" --(?:zero-superblock|stop|remove|fail)"),
    _rule(DISKS, "cryptsetup", " (?:luksformat|erase|luksremovekey|lukskillslot)"),
    _rule(DISKS, "zpool|zfs", "^ (?:destroy|labelclear|rollback)"),
    _rule(DISKS, "btrfs", " subvolume delete"),
    _rule(ACCOUNTS, "userdel|groupdel|deluser|delgroup"),
    _rule(ACCOUNTS, "passwd", r" -[dl]\b"),
    _rule(ACCOUNTS, "usermod", r" (?:-l|--lock|-e)\b"),
    _rule(PASSWORDS, "chpasswd"),
    _rule(
        PROTECTION, "iptables|ip6tables", r" (?:-[fxz]|--flush|--delete-chain)\b| -p (?:input|forward|output) accept"
    ),
    _rule(NETWORK, "iptables|ip6tables", r" -p (?:input|output) drop"),
    _rule(PROTECTION, "nft", " flush"),
    _rule(PROTECTION, "ufw", " (?:disable|reset)"),
    _rule(PROTECTION, "setenforce", " (?:0|permissive)"),
    _rule(
        PROTECTION,
        "systemctl|service",
        r"(?: (?:stop|disable|mask)\b.*)? (?:firewalld|ufw|fail2ban|apparmor|auditd|clamav\S*|falcon-sensor)\b",
        unless=r" (?:status|start|restart|reload|enable|is-active|show|cat)\b",
    ),
    _rule(
        NETWORK, "systemctl|service", r" (?:stop|disable|mask)\b.* (?:sshd?|networking|networkmanager)\b| sshd? stop\b"
    ),
    _rule(NETWORK, "route", r" (?:del|delete|flush)\b"),
    _rule(NETWORK, "ip", r" l(?:ink)? s(?:et)? .*\bdown\b| (?:addr|address|route|a|r) (?:flush|del(?:ete)?)\b"),
    _rule(NETWORK, "ifdown"),
    _rule(NETWORK, "ifconfig", r" down\b"),
    _rule(NETWORK, "nmcli", r" (?:networking off|c(?:on(?:nection)?)? (?:down|delete)|d(?:ev(?:ice)?)? disconnect)"),
    _rule(NETWORK, "firewall-cmd", " --panic-on"),
    _rule(STOPS, "shutdown|reboot|poweroff|halt", unless=r"^ [/-][ac]\b"),
    _rule(STOPS, "init|telinit", r"^ [0156]\b"),
    _rule(STOPS, ">", "^ /proc/sysrq-trigger"),
    _rule(STOPS, "esxcli", " system shutdown"),
    _rule(STOPS, "systemctl", r" (?:reboot|poweroff|halt|kexec|rescue|emergency|isolate)\b"),
    _rule(STOPS, "kill", r" -(?:9|kill|s kill) (?:-1|1)\b"),
    _rule(STOPS, "fork-bomb|killall5"),
    _rule(SIGNS_OFF, "pkill|killall", r" (?:-u|--euid|--user)\b"),
    _rule(SIGNS_OFF, "loginctl", " (?:terminate|kill)-"),
    _rule(TRACES, "journalctl", r" --vacuum-(?:time|size)=(?:1s|0|1)\b"),
    _rule(
        SOFTWARE,
        "apt|apt-get|aptitude|yum|dnf|zypper|snap|rpm|dpkg",
        r"^ .*\b(?:remove|purge|autoremove|erase)\b|^ (?:-e|-p|--purge)\b",
    ),
    _rule(SOFTWARE, "dpkg", r"^ -r\b"),
    _rule(SOFTWARE, "pacman", r"^ (?:-r\w*|--remove)\b"),
    _rule(SOFTWARE, "apk", r"^ del\b"),
    _rule(SYSTEM, "chmod|chown|chgrp", rf"^(?=.* (?:-\w*r\w*|--recursive)\b).* (?:0?777\b|0?000\b|{_SYSTEM_FOLDER})"),
    _rule(SYSTEM, "grub-install|update-grub2?|efibootmgr", unless=r" --version"),
)

_ANYWHERE = (
    _rule(DELETES, _SQL_CLIENTS, r"\b(?:drop (?:table|database|schema|user)|truncate (?:table )?\w|dropdatabase)"),
    _rule(DELETES, _SQL_CLIENTS, r"\bdelete from (?!.*\bwhere\b)"),
    _rule(DELETES, "drop", "^ (?:table|database|schema)\\b"),
    _rule(DELETES, "truncate", "^ table\\b"),
    _rule(DELETES, "delete", "^ from (?!.* where )"),
)

_RULES = {
    ScriptLanguage.POWERSHELL: _POWERSHELL + _WINDOWS + _ANYWHERE,
    ScriptLanguage.BASH: _BASH + _ANYWHERE,
    ScriptLanguage.BATCH: _WINDOWS + _ANYWHERE,
    ScriptLanguage.PYTHON: (),
}


def reasons_of(command: Command) -> Iterator[str]:
    """Why this command, by itself, is dangerous."""
    arguments = "".join(f" {word.lower()}" for word in command.words)
    if command.has("-whatif") and command.language is ScriptLanguage.POWERSHELL:
        return
    if re.fullmatch(_SQL_CLIENTS, command.name):
        arguments += f" {command.stdin.lower()}"
    yield from (rule.reason for rule in _RULES[command.language] if rule.fits(command, arguments))
    if _runs_a_download(command, arguments):
        yield RUNS


def _runs_a_download(command: Command, arguments: str) -> bool:
    """Whether it runs downloaded or decoded text: `curl … | sh`, `bash <(curl …)`, `echo … | base64 -d | sh`."""
    if command.name in _INTERPRETERS and command.reads_from is not None and _OPTIONS.fullmatch(arguments):
        return True
    if command.name not in SHELLS | {"eval", "source", ".", "python", "python3", "perl", "iex"}:
        return False
    return command.reads_from in _DOWNLOADERS or bool(
        re.search(r"[<$]\(\s*(?:curl|wget)\b|`(?:curl|wget)\b", arguments)
    )
