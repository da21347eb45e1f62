"""Finds the guides that fit what people write, each with the probability that it is the right one."""

from models.library.matching.matches import Match, rank, rank_text, warm_up
from models.library.matching.words import terms_of

__all__ = ["Match", "rank", "rank_text", "terms_of", "warm_up"]
