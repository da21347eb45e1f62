"""`make evals`: run the cases and the problems, print tables, write the reports.

The exit code is 1 if a case did not pass or a figure misses its goal.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from types import SimpleNamespace

from tasks.integrations.assistant import Provider, choose_provider
from tests.evals import figures
from tests.evals.case import Case
from tests.evals.problem import open_problems, sealed_problems
from tests.evals.report import Result, table, write_reports
from tests.evals.run import cases_for, results_of
from tests.evals.subjects import subject_of

REPORTS = Path(__file__).parents[2] / ".dev-cache" / "evals"


def main(words: list[str]) -> int:
    """Returns the exit code."""
    asked = _arguments(words)
    provider = _provider(asked.provider)
    cases = cases_for(provider.name, only=asked.only)
    if not cases:
        sys.stderr.write("No case matches.\n")
        return 2
    misses = [] if asked.only else _problems(provider)
    return _cases(cases, provider, asked.reports) or int(bool(misses))


def _problems(provider: Provider) -> list[str]:
    """Print the four figures of the open problems by area, and of the sealed ones; return the goals missed."""
    parts = {"open problems": open_problems(), "sealed problems": sealed_problems()}
    misses: list[str] = []
    for title, problems in parts.items():
        scored = [(problem, subject_of(problem, provider)) for problem in problems]
        found = figures.figures_of(scored).misses
        sys.stdout.write(figures.table(title, scored) + "\n" + "".join(f"MISSED {miss}\n" for miss in found) + "\n")
        misses += found
    return misses


def _cases(cases: list[Case], provider: Provider, folder: Path) -> int:
    results = [_shown(result) for result in results_of(cases, provider)]
    paths = write_reports(results, folder, provider=provider.name)
    sys.stdout.write("\n" + table(results) + "\n" + "".join(f"{path}\n" for path in paths))
    return int(any(result.objections for result in results))


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make evals")
    parser.add_argument("--provider", choices=["demo", "anthropic"], default="demo")
    parser.add_argument("--only", default="", help="run the cases whose id contains this")
    parser.add_argument("--reports", type=Path, default=REPORTS, help="where the reports go")
    return parser.parse_args(words)


def _provider(name: str) -> Provider:
    """Claude takes its key, address and model from the environment, as FlowPilot does."""
    key = os.environ.get("ANTHROPIC_API_KEY", "").strip() if name == "anthropic" else None
    if name == "anthropic" and not key:
        sys.exit("ANTHROPIC_API_KEY is not set.")
    return choose_provider(
        SimpleNamespace(
            anthropic_api_key=key,
            anthropic_base_url=os.environ.get("ANTHROPIC_BASE_URL") or None,
            anthropic_model=os.environ.get("ANTHROPIC_MODEL") or None,
            demo_ai_delay_ms=0,
        )
    )


def _shown(result: Result) -> Result:
    sys.stdout.write("F" if result.objections else ".")
    sys.stdout.flush()
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
