"""Export and import of decision trees: every tree of the library makes the round trip, and wrong files are refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.support.desk import Desk, Person, expect, refuse
from tests.support.trees import printer_tree, step, tree_of


def exported(person: Person, tree: dict[str, Any]) -> dict[str, Any]:
    file: dict[str, Any] = expect(person.get(f"/trees/{tree['id']}/export"), 200)
    return file


def test_every_tree_of_the_library_makes_the_round_trip(desk: Desk) -> None:
    page = expect(desk.viewer.get("/trees", source="library", limit=200), 200)
    rest = expect(desk.viewer.get("/trees", source="library", limit=200, cursor=page["next_cursor"]), 200)
    library = [*page["items"], *rest["items"]]
    assert len(library) == 222
    for item in library:
        file = exported(desk.viewer, item)
        imported = expect(desk.junior.post("/trees/import", **file), 201)
        assert (imported["problems"], imported["notes"], imported["source"]["kind"]) == ([], [], "import")
        assert exported(desk.junior, imported) == file


def test_a_file_has_a_name_and_a_format(desk: Desk) -> None:
    tree = tree_of(desk.junior, title="Drucker: Zürich?")
    response = desk.viewer.get(f"/trees/{tree['id']}/export")
    assert response.headers["Content-Disposition"] == 'attachment; filename="drucker-z-rich.tree.json"'
    file = expect(response, 200)
    assert (file["format"], file["version"], set(file["tree"])) == (
        "flowpilot-tree",
        1,
        {"title", "purpose", "tags", "root", "nodes"},
    )


def test_a_file_of_another_kind_or_of_a_newer_version_is_refused(desk: Desk) -> None:
    content = printer_tree()
    post = desk.junior.post
    refuse(post("/trees/import", format="something", version=1, tree=content), 422, "not_a_tree_file")
    refuse(post("/trees/import", format="flowpilot-tree", version="1", tree=content), 422, "not_a_tree_file")
    refuse(post("/trees/import", format="flowpilot-tree", version=2, tree={"other": 1}), 422, "newer_tree_file")
    refuse(post("/trees/import", format="flowpilot-tree", tree=content), 422, "validation_failed")
    wrong = printer_tree(nodes={"__proto__": {}})
    refuse(post("/trees/import", format="flowpilot-tree", version=1, tree=wrong), 422, "validation_failed")
    refuse(post("/trees/import", format="flowpilot-tree", version=1, tree={"title": "x" * 2**20}), 413, "too_large")


def test_faults_are_imported_as_a_draft_and_foreign_scripts_are_left_out_and_noted(desk: Desk) -> None:
    content = printer_tree()
    content["nodes"]["panel"] = step("Read it", None, script_id=str(uuid4()))
    imported = expect(desk.junior.post("/trees/import", format="flowpilot-tree", version=1, tree=content), 201)
    assert [note["node"] for note in imported["notes"]] == ["panel"]
    assert imported["nodes"]["panel"]["script_id"] is None
    assert [problem["code"] for problem in imported["problems"]] == ["no_next"]
