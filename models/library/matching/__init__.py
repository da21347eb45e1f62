"""Finds the guides that fit what people write, each with the probability that it is the right one."""

from models.library.matching.matches import Match, rank, rank_text, warm_up

__all__ = ["Match", "rank", "rank_text", "warm_up"]
