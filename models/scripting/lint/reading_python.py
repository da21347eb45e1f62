"""Calls of Python that only read."""

from __future__ import annotations

import re

from models.scripting.lint.commands import Command

_FUNCTIONS = re.compile(
    r"(?:print|len|range|str|int|float|bool|bytes|list|dict|set|tuple|frozenset|sorted|reversed|sum|min|max|abs|round"
    r"|enumerate|zip|map|filter|any|all|isinstance|issubclass|type|repr|format|ord|chr|hex|bin|input|iter|next|id"
    r"|getattr|hasattr|super|vars|dir|callable|divmod|pow|hash|exit|quit)"
    r"|(?:json|csv|re|math|statistics|datetime|time|calendar|decimal|itertools|functools|collections|textwrap|string"
    r"|platform|hashlib|base64|ipaddress|uuid|argparse|getpass|pprint|difflib|operator|urllib\.parse|sys|dataclasses"
    r"|xml\.etree\.elementtree|psutil|zoneinfo|typing|random|secrets|enum)\.[\w.]+(?<!\.dump)(?<!\.kill)"
    r"|os\.(?:path\.\w+|getenv|environ\.get|listdir|scandir|walk|stat|lstat|getcwd|cpu_count|uname|getlogin|access"
    r"|fspath|getpid)"
    r"|socket\.(?:gethostname|gethostbyname|getaddrinfo|getfqdn|gethostbyaddr|create_connection|socket)"
    r"|shutil\.(?:disk_usage|which)|glob\.i?glob|pathlib\.\w+|requests\.(?:get|head)"
    r"|urllib\.request\.(?:urlopen|request)|dns\.resolver\.\w+|logging\.(?:getlogger|info|warning|error|debug|basicconfig)"
)
_METHODS = re.compile(
    r".*\.(?:strip|lstrip|rstrip|split|rsplit|splitlines|join|replace|lower|upper|title|startswith|endswith|find|index"
    r"|count|format|encode|decode|isdigit|isalpha|zfill|ljust|rjust|center|get|items|keys|values|append|extend|sort"
    r"|group|groups|match|search|findall|read|readline|readlines|read_text|read_bytes|exists|is_file|is_dir|iterdir|glob"
    r"|rglob|json|isoformat|strftime|total_seconds|add_argument|parse_args|most_common|cwd|home|resolve|casefold"
    r"|setdefault|partition|rpartition|timestamp|date|time|raise_for_status|info|warning|error|debug|getroot|findtext|iter"
    r"|as_posix|with_suffix|copy|writerow|intersection|union|difference|issubset|add|settimeout|close|connect|connect_ex)"
)


def is_reading_call(command: Command) -> bool:
    """Whether a call is known to change nothing outside the script."""
    if command.name == "open":
        return not any(re.fullmatch(r"[rbt]*[wax+][rbt+]*", word) for word in command.words[1:])
    if re.fullmatch(r"(?:csv\.writer|csv\.dictwriter)", command.name):
        return False
    return bool(_FUNCTIONS.fullmatch(command.name) or _METHODS.fullmatch(command.name))
