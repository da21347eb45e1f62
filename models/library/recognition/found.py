"""What a finder of one kind of code returns, and the words around a place that decide what a number is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from models.library.recognition.index import Index
from models.library.signal import Signal


@dataclass(frozen=True)
class Found:
    """A code at a place of the text, in code points, the end excluded, with its meanings."""

    start: int
    end: int
    signals: tuple[Signal, ...]


Finder = Callable[[str, Index], Iterator[Found]]

# How far (code points) a word may be from the number that it explains.
_BEFORE: Final = 160
_AFTER: Final = 80


@dataclass(frozen=True)
class Context:
    """Words that say what a number near them is."""

    words: re.Pattern[str]

    def is_near(self, text: str, start: int, end: int, *, before: int = _BEFORE, after: int = _AFTER) -> bool:
        return self.words.search(text, max(0, start - before), min(len(text), end + after)) is not None


def _context(words: str) -> Context:
    return Context(re.compile(words, re.IGNORECASE))


ERROR: Final = _context(
    r"\berr(?:or|eur|ore|no)?\b|errors\b|\bfehler|\bfout|\berrores\b|fail|\bfel\b|fehlge|hresult|exception|ntstatus"
    r"|\b(?:exit|return|status|result|reason|stop|native)[ _-]?code|lasttaskresult|last (?:run )?result|\bcode\b"
    r"|echec|\u00e9chec|c\u00f3digo|codice|denied|refused|unavailable|cannot|could ?n.t|unable|was not found"
    r"|\bresult\b|\bstatus\b"
)
STOP: Final = _context(
    r"\bstop(?: ?code| ?error|:| 0x)|bug ?check|\bbsod|blue ?screen|bluescreen|minidump|memory\.dmp|\bwhea|kernel-power"
)
PRINT: Final = _context(r"print|spool|druck|imprim|stampant|afdruk|impres")
KERBEROS: Final = _context(r"kerberos|\bkdc|\bkrb|\bkinit|\bklist|pre-?auth|\btg[ts]\b|\bspn\b|failure code")
LDAP: Final = _context(r"ldap|acceptsecuritycontext|\bdsid\b|80090308|simple bind|\bbind\b|active directory")
RDP: Final = _context(
    r"\brd[ps]\b|remote ?desktop|mstsc|terminal ?serv|disconnect|rd gateway|extended (?:error|reason)"
)
MAIL: Final = _context(
    r"\be?-?mails?\b|smtp|\bndr\b|bounce|recipient|mailbox|deliver|exchange|postmaster|sender|\bspf\b|dkim|dmarc"
    r"|\brelay|undeliver|\brejected|\bmta\b|diagnostic-code|remote server returned|unzustellbar|remote-mta|\brcpt\b"
    r"|\bgmail|outlook"
)
# Of a reply code alone, which a web page could have too.
SMTP: Final = _context(
    r"smtp|\bndr\b|bounce|mail ?server|\brelay|\brcpt\b|postfix|\bexim|\bmta\b|scan.to.e?-?mail|undeliver"
    r"|remote server returned|recipient.s? (?:mail|server)|diagnostic-code"
)
SIP: Final = _context(
    r"\bsip\b|sip/2|zoiper|yealink|\bsnom\b|\b3cx\b|asterisk|\btrunk|\bvoip|\bpbx|\binvite\b|\bregistrar|\bsbc\b|softphone"
    r"|direct routing|\bdial|\bcalls?\b"
)
TLS: Final = _context(r"\btls|\bssl|schannel|handshake")
DNS: Final = _context(r"\bdns\b|nslookup|\bdig\b|rcode|->>header|resolve")
SQL: Final = _context(r"\bsql|\bmssql|\bseverity\b|\bodbc|\bdatabase\b|sqlstate|\blevel \d")
RAS: Final = _context(r"\bvpn|rasdial|\bras(?:client)?\b|\bl2tp|ikev?2|\bsstp|\bpptp|pppoe|dial-?up|modem|verbindung")
APPLE: Final = _context(
    r"\bmac\b|\bmacos|\bfinder|\bosx|os x|\bapple|\biphone|\bipad|\bios\b|nsurlerror|nsosstatus|osstatus|kcferror"
)
VPN_CLIENT: Final = _context(r"\bvpn|forti|anyconnect|globalprotect|sonicwall|netextender|secure client")
ACCOUNTING: Final = _context(r"quickbooks|\bqbw?\b|intuit|company file")
ENTRA: Final = _context(
    r"\bentra|azure ?ad|\baad|sign-?in log|conditional access|licen[cs]e|sync|microsoft 365|office 365|login\.microsoft"
)
