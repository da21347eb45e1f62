"""Which trees fit a problem: the account's own published ones first, and those of the library's guides."""

from __future__ import annotations

from models.queries.tree_search import FoundTree, find_trees
from tests.support.desk import Desk, expect
from tests.support.trees import publishes, tree_of

PROBLEM = "Nobody can print since this morning: the printer shows offline in Windows and does not answer."


def found(desk: Desk, text: str = PROBLEM, limit: int = 5) -> list[FoundTree]:
    with desk.unit():
        return find_trees(text, limit)


def test_an_own_published_tree_wins_over_the_librarys_where_both_fit(desk: Desk, other_desk: Desk) -> None:
    (built_in, *_) = found(desk)
    assert built_in.read_only and "offline" in built_in.title.lower() and built_in.score > 0.5
    tree = tree_of(desk.junior)
    assert found(desk) == found(other_desk), "a draft is offered to nobody"
    publishes(desk.junior, tree)
    own, library, *_ = found(desk)
    assert (str(own.id), own.read_only, library) == (tree["id"], False, built_in)
    assert found(desk, limit=1) == [own]
    assert found(other_desk)[0] == built_in
    assert all(one.read_only for one in found(desk, "Outlook keeps asking for a password"))
    edited = expect(desk.junior.patch(f"/trees/{tree['id']}", version=2, title="Something else"), 200)
    assert edited["status"] == "draft" and found(desk)[0] == own, "people go on running what was published"
    expect(desk.junior.send("DELETE", f"/trees/{tree['id']}"), 204)
    assert found(desk)[0] == built_in


def test_a_copy_stands_in_for_the_tree_of_its_guide(desk: Desk) -> None:
    (built_in, *_) = found(desk)
    copied = expect(desk.junior.post(f"/trees/{built_in.id}/copy"), 201)
    renamed = expect(desk.junior.patch(f"/trees/{copied['id']}", version=1, title="Our way to paper"), 200)
    publishes(desk.junior, renamed)
    first, *others = found(desk)
    assert (str(first.id), first.score) == (copied["id"], built_in.score)
    assert built_in.id not in {one.id for one in others}


def test_a_text_without_a_problem_has_no_tree(desk: Desk) -> None:
    publishes(desk.junior, tree_of(desk.junior, title="Printer"))
    assert found(desk, "") == [] == found(desk, "Thanks, see you tomorrow")
