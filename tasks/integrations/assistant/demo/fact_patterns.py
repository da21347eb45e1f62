"""The patterns by which the Demo AI finds facts in prose and output, and what looks like a fact and is none.

Every repetition is bounded, so that no text makes a pattern slow.  `facts` applies them in this order.
"""

from __future__ import annotations

import re

_END = r"(?=[,;?!\n]|\.(?:\s|$)|$)"
_COUNT = r"(?:all|every|several|many|most|some|two|three|four|five|\d{1,6})"
_PLURAL = r"(?:users?|people|staff|machines|computers|PCs|laptops|workstations|servers|sites|offices|phones|printers)"
_SINGLE = r"(?:user|person|machine|computer|PC|laptop|workstation|account|mailbox|printer|phone)"
_ONLY = r"(?:only|just) (?:one|a single|this|her|his)"
_ADDRESS_OF_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat|sun)\b)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_PART_OF_DAY = r"(?:morning|afternoon|evening|night|noon|midnight|lunch(?:time)?|weekend|week|month|year|summer|winter)"
_TIME = (
    rf"(?:yesterday|today|tonight|this|last|early|late|{_DAY}|{_MONTH}|{_PART_OF_DAY}|the {_PART_OF_DAY}"
    rf"|the \d{{1,2}}(?:st|nd|rd|th)|\d{{1,4}}(?:[-./:]\d{{1,4}}){{0,2}})"
)
_THING = r"(?:password|MFA|router|firewall|licen[cs]e|certificate|printer|laptop|server|switch|driver)"
_CHANGED = (
    r"(?:changed|reset|replaced|updated|upgraded|renewed|moved|reinstalled|installed|migrated|patched|rebooted|restarted"
    r"|swapped|switched|renamed|enabled|disabled)"
)
_CHANGE = (
    r"(?:updates?|upgrades?|patch(?:es|ing)?|migration|move|reboots?|restarts?|changes?|reset|replacement|installation"
    r"|reinstall(?:ation)?|roll-?out|outage|power (?:cut|failure|loss)|switch(?:-?over)?|renewal|swap|maintenance"
    r"|failover|restore|rename)"
)
_OWN = r"(?:an?|the|this|that|our|his|her|their|my|its)"
_PERSON = r"(?:he|she|they|we|i|you|it|somebody|someone)"
_EVENT_OF_CHANGE = (
    rf"{_OWN} (?:[\w'-]{{1,30}} ){{0,3}}?(?:{_CHANGE}\b|(?:was|were|got|has been|had been) {_CHANGED}\b)"
    rf"|{_OWN} (?:new|latest|recent|previous) \w{{1,30}}"
    rf"|{_PERSON} (?:had |have |has |just |recently ){{0,2}}{_CHANGED}\b"
)
_TAIL = r"(?: [\w:'/-]{1,30}){0,6}?"
_UNTIL = rf"(?:{_END}|(?= (?:and|but|when|because|it|she|he|they|we|i|nobody|nothing)\b))"
_WINDOWS = r"\bWindows (?:10|11|Server 20\d\d)(?: (?:Pro|Enterprise|2[1-6]H[12])){0,3}"
_NOT_LONGER = r"(?![\d.]{0,20}\d)"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_INSIDE = r"(?:192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)"

PATTERNS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("error text", r"(?:error|message|says|saying|reads)[^\"“\n]{0,20}[\"“]([^\"”\n]{6,160})[\"”]"),
        ("path", r"\\\\[\w.$-]{1,64}\\[^\s\"'<>|,;)]{1,200}|\b[a-z]:\\[^\s\"'<>|,;)]{1,200}"),
        ("account", rf"{_ADDRESS_OF_MAIL}|(?-i:\b[A-Z][A-Z0-9-]{{1,14}}\\[a-z][\w.-]{{0,63}})"),
        # A status of SMTP with its enhanced code (RFC 3463).
        ("error code", r"(?<![\d.])[245]\d\d[ -]#?[245]\.\d{1,3}\.\d{1,3}\b"),
        # Numbers with four parts that are no addresses: marked as a version, or behind a product's name.
        ("version", rf"\bv\d{{1,5}}(?:\.\d{{1,6}}){{1,4}}{_NOT_LONGER}"),
        ("version", rf"version[\"']?\s{{0,2}}[:=>]\s{{0,2}}[\"']?(\d{{1,5}}(?:\.\d{{1,6}}){{1,4}}){_NOT_LONGER}"),
        ("version", rf"\b(?:version|build|release) (?!{_INSIDE})\d{{1,5}}(?:\.\d{{1,6}}){{3}}{_NOT_LONGER}"),
        ("version", rf"\b[a-z][\w-]{{1,30}}/\d{{1,5}}(?:\.\d{{1,6}}){{3}}{_NOT_LONGER}"),
        ("address", rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?:/\d{{1,2}})?{_NOT_LONGER}"),
        (
            "error code",
            r"\b0x0{0,8}[0-9a-f]{4,8}\b|\bAADSTS\d{1,8}\b|\b(?:error(?: code)?|code|HTTP|status)[ :#]{1,4}\d{2,6}\b",
        ),
        ("event", r"\bevent(?: id)?[ :#]{1,20}\d{2,5}\b"),
        ("update", r"\bKB\d{6,7}\b"),
        ("system", rf"{_WINDOWS}|(?-i:\bmacOS(?: \w{{1,20}})?\b|\bUbuntu(?: [\d.]{{1,8}})?)"),
        ("version", rf"\b(?:v|version |build )\d{{1,5}}(?:\.\d{{1,6}}){{1,4}}\b{_NOT_LONGER}"),
        ("host", r"(?-i:(?<![\w.-])(?=[A-Z0-9-]{0,60}\d)[A-Z]{2}[A-Z0-9]{0,14}(?:-[A-Z0-9]{1,15}){1,4}(?![\w-]))"),
        ("scope", rf"\b{_COUNT} (?:\w{{1,30}} )?{_PLURAL}\b|\b{_ONLY} (?:\w{{1,30}} )?{_SINGLE}\b"),
        ("scope", rf"\beveryone(?: (?:in|at|on) [\w ]{{3,30}}?{_END})?|\bwhole (?:office|company|site|floor|team)\b"),
        # "Since" also gives a reason ("since the client pays for it"), so a time or a change has to follow it.
        ("since", rf"\bsince ((?:about |around |at least ){{0,2}}(?:{_TIME}|{_EVENT_OF_CHANGE}){_TAIL}){_UNTIL}"),
        ("since", rf"\b(?:started|began) (?:on |at |around ){{0,2}}{_TIME}{_TAIL}{_UNTIL}"),
        ("change", rf"\b(?:after|following) (?:{_EVENT_OF_CHANGE}){_TAIL}{_UNTIL}"),
        ("change", rf"\b{_THING} (?:was|were|has been) (?:{_CHANGED}|expired)[\w ]{{0,30}}"),
        ("change", rf"(?<!not )(?<!n't )\b{_CHANGED} (?:the|her|his|their|our|an?) [\w -]{{3,40}}?{_END}"),
    )
]

NO_FACTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b",
        r"\b(?:[0-9a-f]{2}[-:]){5}[0-9a-f]{2}\b",
        # Bit masks and handles of events; the bit of an audit's success is not an error.
        r"<Keywords>[^<]{0,80}</Keywords>|^\s{0,8}Keywords:[^\n]{0,200}",
        r"\b(?:Logon|Process|Handle|Thread|Activity) ?ID:[ \t]{0,40}0x[0-9a-f]{1,16}",
        r"<Data Name=[\"'][^\"'>]{0,60}(?:LogonId|ProcessId|HandleId|Mask)[\"']>[^<]{0,80}</Data>",
    )
]
"""What the patterns would take for a fact."""

_STANDARD = re.compile(
    r"(?:KB|UTF|UCS|SHA|CVE|CWE|WPA|WEP|HTTP|IP[Vv]|MD|RFC|ISO|IEC|DIN|EN|AES|DES|RSA|ECDSA|TLS|SSL|USB|RAID|TCP|UDP|VLAN"
    r"|INC|TKT|REQ|CHG|MP|PS|AADSTS|SMB|EAP|DDR|IE|WIN|ERROR|EVENT|TLSV|LDAPV|NTLMV|RJ|CAT|PCI|HDMI|SATA|NVME|IEEE|X"
    r"|CP|LATIN|BASE|COVID|DH|GROUP|PORT|HKEY|TIER|LEVEL|VERSION)-?\d"
)


def is_host(name: str) -> bool:
    """Whether a word of capital letters and digits can be a machine's name: `UTF-8` and `CVE-2026-12345` cannot."""
    return not _STANDARD.match(name)
