"""The guides' content: complete, consistent, and harmless outside their fixes."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from models.library import Guide, load_guides
from models.library.areas import Area
from tests.models.library.guide_faults import faults_of

GUIDES = load_guides()
SOUND = GUIDES["printer-queue-stuck"]
FEWEST = {
    Area.MAIL_OUTLOOK: 16,
    Area.EXCHANGE: 9,
    Area.IDENTITY: 13,
    Area.ACTIVE_DIRECTORY: 13,
    Area.FILE_SHARES: 7,
    Area.NETWORK: 10,
    Area.WIFI: 5,
    Area.VPN: 10,
    Area.FIREWALL: 6,
    Area.PRINTING: 9,
    Area.REMOTE_DESKTOP: 12,
    Area.VIRTUALISATION: 7,
    Area.BACKUP: 9,
    Area.WINDOWS_CLIENT: 17,
    Area.WINDOWS_SERVER: 13,
    Area.MICROSOFT_365: 16,
    Area.MDM: 9,
    Area.MACOS: 6,
    Area.CERTIFICATES: 8,
    Area.SECURITY: 10,
    Area.BROWSERS: 4,
    Area.TELEPHONY: 6,
    Area.HARDWARE: 7,
}


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.id)
def test_a_guide_is_sound(guide: Guide) -> None:
    assert faults_of(guide) == []


def test_titles_of_guides_and_of_fixes_are_unmistakable() -> None:
    titles = Counter(guide.title.casefold() for guide in GUIDES.values())
    fixes = Counter(fix.title.casefold() for guide in GUIDES.values() for fix in guide.fixes)
    assert [title for counts in (titles, fixes) for title, count in counts.items() if count > 1] == []


def test_every_area_of_the_trade_has_its_guides() -> None:
    counts = Counter(guide.area for guide in GUIDES.values())
    assert {area: fewest for area, fewest in FEWEST.items() if counts[area] < fewest} == {}
    assert FEWEST.keys() == set(Area)


def test_what_a_guide_refers_to_exists() -> None:
    named = {one.guide: guide.id for guide in GUIDES.values() for one in guide.speaks_against if one.guide}
    assert {target: guide for target, guide in named.items() if target not in GUIDES or target == guide} == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"checks": SOUND.checks[1:3]}, "cause disk-full: no check separates it"),
        ({"fixes": (msgspec.structs.replace(SOUND.fixes[0], causes=()),)}, "fix clear-queue: names no cause"),
        (
            {"fixes": (msgspec.structs.replace(SOUND.fixes[0], undo=None),)},
            "fix clear-queue: risky, and neither undone nor backed up",
        ),
        (
            {"checks": (msgspec.structs.replace(SOUND.checks[3], command="Remove-Item C:\\x -Recurse -Force"),)},
            "check free-space: ",
        ),
        ({"tree": (*SOUND.tree[:1], *SOUND.tree[2:])}, "tree: who-else leads to panel, which does not exist"),
    ],
)
def test_a_faulty_guide_is_refused(change: dict[str, object], fault: str) -> None:
    faults = faults_of(msgspec.structs.replace(SOUND, **change))
    assert any(one.startswith(fault) for one in faults), faults
