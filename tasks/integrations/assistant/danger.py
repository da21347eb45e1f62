"""Recognises commands that can destroy data or cut people off, whatever risk the copilot claims."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(
    r"\b(?:Remove-Item\b[^\n|;]*-Recurse|Remove-AD\w+|Remove-Mailbox\b|Remove-Computer\b|Remove-Vm\w*|Remove-Partition"
    r"|Clear-Disk|Format-Volume|Initialize-Disk|Reset-ComputerMachinePassword|Disable-AD\w+|Uninstall-WindowsFeature"
    r"|Set-ExecutionPolicy\s+(?:Unrestricted|Bypass)|Set-MpPreference\s+-Disable\w+|Stop-Computer|Restart-Computer"
    r"|diskpart|vssadmin\s+delete|bcdedit|cipher\s+/w|reg\s+delete|net\s+user\s+\S+\s+/delete"
    r"|mkfs|dd\s+if=|shutdown\b|wevtutil\s+cl|iptables\s+-F|DROP\s+(?:TABLE|DATABASE)"
    r"|rm\s+-[a-z]*(?:r[a-z]*f|f[a-z]*r)|format\s+[a-z]:|rd\s+/s|rmdir\s+/s|del\s+/[sq])",
    re.IGNORECASE,
)


def is_dangerous(script: str) -> bool:
    """Whether a script can lose data, end sessions of people, or weaken protection."""
    return _DANGEROUS.search(script) is not None
