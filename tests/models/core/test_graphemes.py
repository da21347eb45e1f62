"""Text is cut between the characters that people see."""

from __future__ import annotations

import pytest

from models.core.graphemes import beginning, cut

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAG = "\U0001f1e9\U0001f1ea"
COMPOSED_BY_READER = "u\u0308"


def test_what_fits_is_not_cut() -> None:
    assert cut("x" * 70, 70) == "x" * 70


def test_what_does_not_fit_ends_with_an_ellipsis_within_the_length() -> None:
    assert cut("x" * 71, 70) == "x" * 69 + "…"


@pytest.mark.parametrize("cluster", [FAMILY, FLAG, COMPOSED_BY_READER])
def test_each_counts_as_one_character(cluster: str) -> None:
    assert cut(cluster * 70, 70) == cluster * 70
    assert cut("x" * 68 + cluster + "yy", 70) == "x" * 68 + cluster + "…"


@pytest.mark.parametrize("cluster", [FAMILY, FLAG, COMPOSED_BY_READER, "\r\n"])
@pytest.mark.parametrize("before", range(60, 72))
def test_no_cluster_is_broken(cluster: str, before: int) -> None:
    kept = cut("x" * before + cluster + "y" * 80, 70).removesuffix("…").rstrip("y")
    assert kept in ("x" * before, "x" * before + cluster, "x" * 69)


def test_one_cluster_that_is_longer_than_the_length_leaves_the_ellipsis() -> None:
    assert cut("a" + "\u0301" * 40_000, 70) == "…"


def test_a_beginning_has_no_ellipsis_and_breaks_no_cluster_either() -> None:
    assert beginning("x" * 69 + FAMILY, 70) == "x" * 69
    assert beginning("x" * 63 + FAMILY + "y", 70) == "x" * 63 + FAMILY
