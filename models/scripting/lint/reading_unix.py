"""Commands of Linux and macOS that only read."""

from __future__ import annotations

from models.scripting.lint.known import Known

UNIX = Known(
    always=(
        "ls cat grep egrep fgrep zgrep head tail wc uniq cut tr df du ps top free uptime uname id who w last lastlog "
        "ss netstat ping ping6 traceroute tracepath mtr dig host nslookup getent lsblk blkid lscpu lsmod lspci lsusb "
        "lsof findmnt stat file test [ [[ echo printf true false : exit return cd pwd read export set shopt local "
        "declare readonly unset shift sleep seq basename dirname realpath readlink which type printenv locale "
        "nproc vmstat iostat sar md5sum sha1sum sha256sum sha512sum cksum diff cmp comm paste fold nl rev tac strings "
        "zcat column less more xxd od hexdump jq lpstat lpq lpinfo testparm wbinfo klist sw_vers system_profiler "
        "apt-cache nvidia-smi break continue let getopts groups tput clear dmidecode lshw resolvectl app-sso nc"
    ),
    only={
        "ip": r"^(?:-\S+\s+)*(?:a|addr|address|r|route|l|link|n|neigh|neighbor|rule)(?:\s+(?:show|list|ls|get)\b.*)?$",
        "systemctl": r"^(?:-\S+\s+)*(?:status|is-active|is-enabled|is-failed|list-\S+|show|cat|get-default|--failed)\b",
        "trap": r"^(?:$|-[lp]?(?:\s|$))",
        "service": r"\bstatus$|^--status-all$",
        "hostnamectl timedatectl localectl": r"^(?:status|show)?$",
        "hostname": r"^(?:-\S+)?$",
        "mount arp route ifconfig": r"^(?:-[an]|\w+)?$",
        "docker podman": r"^(?:ps|logs|inspect|images|stats|top|info|version|port|diff|(?:network|volume|image) ls)\b",
        "kubectl oc": r"^(?:get|describe|logs|top|version|cluster-info|explain|api-resources)\b",
        "git": r"^(?:status|log|diff|show|remote -v|branch$)",
        "rpm": r"^(?:-q|--query)",
        "dpkg": r"^(?:-[lsL]|--list|--status|--listfiles)\b",
        "apt yum dnf zypper": r"^(?:list|info|show|policy|search|repolist|check-update|history$|lr\b|lu\b)",
        "crontab": r"^-l\b|\s-l$",
        "iptables ip6tables": r"^(?:-[lnvs]+\s*)+$|^-[ls]\b",
        "nft": r"^list\b",
        "ufw": r"^status\b",
        "firewall-cmd": r"^--(?:list|get|state|query)",
        "fail2ban-client": r"^status\b",
        "openssl": r"^(?:s_client|x509|verify|version|ciphers)\b(?!.*-out\b)",
        "mdadm": r"^(?:--detail|--examine|-d|-e)\b",
        "smbclient": r"(?:^|\s)-l\b",
        "realm": r"^list\b|^discover\b",
        "dsconfigad": r"-show\b",
        "profiles": r"^(?:list|show|status)\b",
        "defaults": r"^read\b",
        "networksetup": r"^-(?:get|list|show)",
        "scutil": r"^--(?:dns|proxy|nwi|get)\b",
        "pmset": r"^-g\b",
        "diskutil": r"^(?:list|info|apfs list|verify\w+)\b",
        "log": r"^(?:show|stream)\b",
        "tmutil": r"^(?:listbackups|status|destinationinfo|latestbackup)\b",
        "softwareupdate": r"^(?:-l|--list|--history)\b",
        "fdesetup csrutil spctl": r"status\b",
        "lsappinfo ioreg kextstat": r"",
    },
    unless={
        "awk gawk": r"\bsystem\s*\(|>|\|",
        "sed": r"(?:^|\s)(?:-\w*i|--in-place)",
        "sort": r"(?:^|\s)(?:-o|--output)",
        "date": r"(?:^|\s)(?:-s|--set)|^\d+$",
        "find": r"-(?:delete|exec|execdir|ok|okdir|fprint\w*|fls)\b",
        "journalctl": r"--(?:vacuum|rotate|flush|sync)",
        "dmesg": r"(?:^|\s)(?:-c|-C|--clear|--read-clear)",
        "sysctl": r"(?:^|\s)(?:-w|-p|--write|--load|--system)|=",
        "nmcli": r"\b(?:up|down|add|delete|modify|connect|disconnect|off|on|reload|edit|clone|set)\b",
        "curl": r"(?:^|\s)(?:-o|--output|--remote-name|-d|--data\S*|-t|--upload-file|-f\s|--form|-x|--request)\b",
        "wget": r"^(?!.*(?:-o-|-o\s*-|--spider))",
        "smartctl": r"(?:^|\s)(?:-t|-s|--test|--smart)",
        "ethtool": r"(?:^|\s)-(?:s|k|g|c|a|p|e|r)\b",
        "tee": r"^(?!-a$)\S",
    },
)
