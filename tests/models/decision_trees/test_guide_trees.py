"""Every guide of the library is a tree that could be published, says what the guide says, and keeps its ids."""

from __future__ import annotations

from models import library_ids, library_scripts as built_in
from models.decision_trees.graph import LONGEST_LABEL, MOST_ANSWERS, is_node_id
from models.decision_trees.guide_trees import library_scripts, library_trees
from models.decision_trees.problems import problems_of
from models.library import load_guides
from models.tree import LONGEST_PURPOSE, LONGEST_TITLE


def test_every_guide_is_a_tree_without_problems() -> None:
    trees = library_trees()
    assert set(trees) == {library_ids.tree_id(guide_id) for guide_id in load_guides()}
    faulty = {
        tree.title: problems
        for tree in trees.values()
        if (problems := problems_of(tree.root, tree.nodes, library_scripts()))
    }
    assert faulty == {}


def test_their_scripts_are_those_of_the_script_library() -> None:
    assert library_scripts() == {str(script_id) for script_id in built_in.library_scripts()}


def test_they_keep_the_limits_of_a_tree_so_that_each_can_be_copied() -> None:
    for tree in library_trees().values():
        assert 0 < len(tree.title) <= LONGEST_TITLE and 0 < len(tree.purpose) <= LONGEST_PURPOSE
        for node_id, node in tree.nodes.items():
            assert is_node_id(node_id) and len(node["answers"]) <= MOST_ANSWERS
            assert all(len(answer["label"]) <= LONGEST_LABEL for answer in node["answers"])


def test_they_hold_the_guides_fixes_scripts_and_when_to_escalate() -> None:
    guides = load_guides()
    for tree in library_trees().values():
        guide = guides[tree.source.guide_id]
        fixes = {fix.title: fix for fix in guide.fixes}
        tried = [node for node in tree.nodes.values() if node["outcome"] == "try_fix"]
        assert tried
        for node in tried:
            fix = fixes[node["fix"]["title"] if node["fix"] else ""]
            assert node["fix"] == {
                "title": fix.title,
                "rationale": fix.rationale,
                "steps": [*fix.steps],
                "risk": fix.risk,
            }
            assert (node["script_id"] in library_scripts()) == (fix.script is not None)
        escalation = tree.nodes["escalate"]
        assert all(line in (escalation["help"] or "") for line in guide.escalate_when)


def test_a_command_is_in_the_help_and_its_result_is_asked_for() -> None:
    tree = library_trees()[library_ids.tree_id("printer-label-special")]
    step = tree.nodes["do-queue"]
    assert step["kind"] == "step" and "Get-Printer" in (step["help"] or "") and step["next"] == "ask-queue"
    labels = [answer["label"] for answer in tree.nodes["ask-queue"]["answers"]]
    assert labels == ["Class or wrong driver", "Vendor driver, port is wrong or jobs wait", "Both are right"]
    assert [answer["label"] for answer in tree.nodes["ask-output"]["answers"]][-1] == "None of these"


def test_an_answer_that_says_who_is_affected_is_a_fact() -> None:
    facts = [fact for tree in library_trees().values() for node in tree.nodes.values() for fact in node["facts"]]
    assert {"kind": "scope", "value": "Everybody"} in facts
    assert {fact["kind"] for fact in facts} <= {"scope", "changed"}
