"""A job without an actor, or a queue that no process reads, would wait for ever: both fail here."""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path

import pytest

from models.jobs import Job, Queue, queue_of
from tasks.actors import ACTORS

ROOT = Path(__file__).parents[2]


def processes() -> dict[str, list[str]]:
    """The Procfile: each process type and its command's words."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: shlex.split(command) for name, _, command in (line.partition(":") for line in lines if line)}


def queues_read() -> list[str]:
    """The queues of every worker line, one entry for each time one is named."""
    workers = [command for command in processes().values() if "tasks.worker" in command]
    return [queue for command in workers for queue in command[command.index("--queues") + 1 :]]


def test_every_job_has_an_actor_and_every_actor_a_job() -> None:
    assert set(ACTORS) == set(Job)
    assert {job: actor.job for job, actor in ACTORS.items()} == {job: job for job in Job}


def test_every_queue_is_read_by_exactly_one_process_type() -> None:
    assert sorted(queues_read()) == sorted(Queue)


def test_every_job_waits_in_a_queue() -> None:
    assert {queue_of(job) for job in Job} <= set(Queue)


def test_another_name_is_no_job() -> None:
    with pytest.raises(ValueError, match=r"reply\.sing"):
        queue_of("reply.sing")


@pytest.mark.parametrize("job", Job)
def test_a_jobs_name_is_noun_and_verb_and_its_actor_lives_under_the_noun(job: Job) -> None:
    noun, _, verb = job.partition(".")
    module = inspect.getmodule(ACTORS[job].function)
    assert verb
    plurals = (f"{noun}s", f"{noun}es", f"{noun[:-1]}ies")
    assert module.__name__ in {f"tasks.actors.{name}" for name in (noun, *plurals)}


@pytest.mark.parametrize("job", Job)
def test_an_actor_says_why_running_twice_is_safe_and_ends_in_time(job: Job) -> None:
    actor = ACTORS[job]
    assert inspect.getdoc(actor.function)
    assert actor.time_limit_seconds > 0


def test_production_has_the_process_types_that_it_needs() -> None:
    assert {"release", "web", "relay"} <= processes().keys()
    assert any("tasks.worker" in command for command in processes().values())


def test_a_worker_runs_one_process_on_gevent() -> None:
    """With several, one that dies takes its siblings down."""
    for command in processes().values():
        if "tasks.worker" in command:
            assert command[0] == "dramatiq-gevent"
            assert command[command.index("--processes") + 1] == "1"


def test_every_call_of_the_assistant_obeys_the_budget() -> None:
    """Actors take their `Control` from `control_for`, which gives it the account's purse."""
    sources = (ROOT / "tasks").rglob("*.py")
    makers = [str(path.relative_to(ROOT)) for path in sources if re.search(r"\bControl\(", path.read_text("utf-8"))]
    assert makers == ["tasks/actors/control.py"]
