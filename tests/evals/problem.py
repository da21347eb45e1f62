"""A problem in the words of a person who calls, and the guide that a senior would open for it.

Most are retold from public threads; `source` says where there was none.

A third of them, chosen by the hash of the id, is sealed: nobody reads them while matching is improved, and only their
figures are printed.  They are kept compressed, so that a search or an editor does not show one by accident.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from tests.evals.case import Closed

PROBLEMS = Path(__file__).with_name("problems")
SEALED = PROBLEMS / "sealed.yaml.gz"
NONE = "none"


class Problem(Closed):
    """`guide`: the guide's id, or `none`.  `also`: guides whose first proposal would be on the subject as well.

    `source` names the public thread in a few words, or says that there was none.
    """

    id: str
    area: str
    guide: str
    also: tuple[str, ...] = ()
    source: str
    problem: str

    @property
    def is_covered(self) -> bool:
        return self.guide != NONE

    @property
    def is_sealed(self) -> bool:
        return hashlib.sha256(self.id.encode()).digest()[0] % 3 == 0

    def is_about(self, guide: str | None) -> bool:
        """Whether a proposal from this guide is on the subject."""
        return guide in {self.guide, *self.also} - {NONE}


@cache
def open_problems() -> tuple[Problem, ...]:
    """Those that matching may be improved with."""
    return _read(path.read_text("utf-8") for path in sorted(PROBLEMS.glob("*.yaml")))


@cache
def sealed_problems() -> tuple[Problem, ...]:
    """Those that are only ever scored."""
    return _read([gzip.decompress(SEALED.read_bytes()).decode()])


def _read(texts: Iterable[str]) -> tuple[Problem, ...]:
    return tuple(Problem.model_validate(entry) for text in texts for entry in yaml.safe_load(text))
