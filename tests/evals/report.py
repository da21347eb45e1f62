"""What a run found: a table on the screen, and one file for each prompt's hash with every answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from prompts.templates import CURRENT_VERSIONS, prompt_for
from tests.evals.answers import Answer
from tests.evals.case import Case

MICROS = 1_000_000


@dataclass(frozen=True)
class Result:
    case: Case
    answer: Answer
    objections: list[str]

    @property
    def cost_micros(self) -> int:
        return sum(call.cost_micros for call in self.answer.calls)


def write_reports(results: Iterable[Result], folder: Path, *, provider: str) -> list[Path]:
    """One file for each task: `<provider>/<task>.v<version>.<hash>.json`.  A file of the same prompt is replaced."""
    by_task = groupby(sorted(results, key=lambda result: result.case.task), key=lambda result: result.case.task)
    return [_write(task, list(group), folder / provider) for task, group in by_task]


def table(results: list[Result]) -> str:
    """A line for each case that did not pass, then a line for each task with its figures."""
    failed = [result for result in results if result.objections]
    lines = [f"FAILED {result.case.id}: {'; '.join(result.objections)}" for result in failed]
    by_task = {task: [result for result in results if result.case.task == task] for task in CURRENT_VERSIONS}
    lines += [_line(task, of_task) for task, of_task in by_task.items() if of_task]
    return "\n".join([*lines, f"{len(results) - len(failed)} of {len(results)} cases passed."])


def _line(task: str, results: list[Result]) -> str:
    passed = sum(not result.objections for result in results)
    dollars = sum(result.cost_micros for result in results) / MICROS
    seconds = sum(result.answer.seconds for result in results)
    ref = prompt_for(task).ref
    return f"{task} v{ref.version} {ref.hash}: {passed} of {len(results)}, {seconds:.1f} s, ${dollars:.4f}"


def _write(task: str, results: list[Result], folder: Path) -> Path:
    ref = prompt_for(task).ref
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{task}.v{ref.version}.{ref.hash}.json"
    path.write_text(json.dumps({"prompt": asdict(ref), "cases": [_entry(result) for result in results]}, indent=1))
    return path


def _entry(result: Result) -> dict[str, Any]:
    answer = result.answer
    return {
        "id": result.case.id,
        "objections": result.objections,
        "text": answer.text,
        "error": answer.error,
        "outcomes": answer.outcomes,
        "facts": answer.facts,
        "fix": answer.fix.model_dump() if answer.fix else None,
        "seconds": round(answer.seconds, 3),
        "calls": [asdict(call) for call in answer.calls],
    }
