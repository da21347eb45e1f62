"""The playbooks' content: complete, unmistakable, and nothing in it that names a place of somebody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from prompts.chat_reply.markers import MAX_BODY_CHARACTERS
from prompts.untrusted import neutralise
from tasks.integrations.assistant.demo.playbooks import Playbook, TreeNode, load_playbooks
from tasks.integrations.assistant.demo.retrieval import rank
from tasks.integrations.assistant.demo.situation import GOOD_SCORE
from tasks.integrations.assistant.demo.wording import fix_marker
from tasks.integrations.assistant.grounding import entities
from tasks.script_lint import is_dangerous

PLAYBOOKS = load_playbooks()
every_playbook = pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda playbook: playbook.id)


def _sentences(playbook: Playbook) -> Iterator[str]:
    yield from (playbook.title, *playbook.causes)
    for check in playbook.checks:
        yield from (check.ask, *(check.choices or ()))
    for fix in playbook.fixes:
        yield from (fix.title, fix.rationale, *fix.steps)


def test_there_are_playbooks_for_thirty_and_more_kinds_of_problem() -> None:
    assert len(PLAYBOOKS) > 30


def test_ids_and_fix_titles_are_unmistakable() -> None:
    ids = Counter(playbook.id for playbook in PLAYBOOKS)
    titles = Counter(fix.title.casefold() for playbook in PLAYBOOKS for fix in playbook.fixes)
    assert max(ids.values()) == max(titles.values()) == 1


@every_playbook
def test_names_nothing_that_a_session_would_have_to_mention_first(playbook: Playbook) -> None:
    assert not {name for sentence in _sentences(playbook) for name in entities(sentence)}


@every_playbook
def test_every_fix_can_be_reached_in_the_tree(playbook: Playbook) -> None:
    assert playbook.tree.fix_keys() == {fix.key for fix in playbook.fixes}


@every_playbook
def test_says_nothing_that_would_pass_for_a_marker(playbook: Playbook) -> None:
    assert all(neutralise(sentence) == sentence for sentence in _sentences(playbook))


@every_playbook
def test_a_dangerous_script_is_never_called_harmless(playbook: Playbook) -> None:
    understated = [fix.key for fix in playbook.fixes if fix.script and is_dangerous(fix.script) and fix.risk != "high"]
    assert understated == []


@every_playbook
def test_scripts_stay_inside_their_code_block_and_say_what_they_do(playbook: Playbook) -> None:
    for fix in playbook.fixes:
        if fix.script:
            assert "```" not in fix.script
            assert fix.script.startswith("# ")


@every_playbook
def test_its_fixes_fit_a_marker(playbook: Playbook) -> None:
    assert all(len(fix_marker(fix)) < MAX_BODY_CHARACTERS for fix in playbook.fixes)


@every_playbook
def test_is_found_by_its_own_title(playbook: Playbook) -> None:
    best = rank(playbook.title)[0]
    assert (best.playbook.id, best.score > GOOD_SCORE) == (playbook.id, True)


def test_a_tree_that_names_a_foreign_fix_is_refused() -> None:
    told = PLAYBOOKS[0].model_dump()
    with pytest.raises(ValidationError, match=re.escape("names fixes it does not have")):
        Playbook.model_validate(told | {"tree": {"fix": "no-such-fix"}})


@pytest.mark.parametrize("node", [{}, {"ask": "Which one?"}, {"ask": "Which?", "answers": {}, "fix": "a-fix"}])
def test_a_tree_node_either_asks_or_fixes(node: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TreeNode.model_validate(node)
