"""Keeps the task lane as the copilot's newest reply asks for it.  What people do with it is in `task_lane`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models import events
from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.lane_item import MOST_OPEN, LaneItem, LaneKind, LaneState, identity_of
from models.queries.task_lane import ItemWithAnswerIndex, items_with_answer_index
from models.reply import Reply
from models.step import Step

Identity = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class AskedItem:
    """What a reply asks for: `choices` are of a question, `command` is of an action."""

    kind: LaneKind
    text: str
    choices: Sequence[str] = ()
    command: str | None = None


def update_lane(ai_session: AiSession, asked: Sequence[AskedItem], *, reply: Reply, step: Step) -> None:
    """Open what the reply asks for, keep the open items that it repeats, and make the other open ones obsolete.

    An item that somebody closed while the reply was being written, or that was skipped, is not opened again.  At most
    seven items are open; those that are open already come first.  Expects the session's row to be locked.
    """
    lane = items_with_answer_index(ai_session)
    wanted = {identity_of(item.kind, item.text): item for item in reversed(asked)}
    is_open = {one.item.identity for one in lane if one.item.is_open}
    _drop_unwanted(lane, wanted)
    settled = {one.item.identity for one in lane if _is_settled(one, reply)}
    new = [item for identity, item in reversed(wanted.items()) if identity not in is_open | settled]
    _open(ai_session, new[: MOST_OPEN - len(is_open & wanted.keys())], step)


def _drop_unwanted(lane: Sequence[ItemWithAnswerIndex], wanted: Mapping[Identity, AskedItem]) -> None:
    for one in lane:
        if one.item.is_open and one.item.identity not in wanted:
            one.item.make_obsolete()
            events.task_lane_changed(one.item)


def _is_settled(one: ItemWithAnswerIndex, reply: Reply) -> bool:
    """Whether a repetition means nothing: the item was skipped, or its answer came after the reply was begun."""
    if one.item.state == LaneState.SKIPPED:
        return True
    return one.answer_index is not None and one.answer_index > (reply.read_steps or 0)


def _open(ai_session: AiSession, asked: Sequence[AskedItem], step: Step) -> None:
    items = [_item(ai_session, one, step) for one in asked]
    db_session().add_all(items)
    db_session().flush()
    for item in items:
        events.task_lane_changed(item)


def _item(ai_session: AiSession, asked: AskedItem, step: Step) -> LaneItem:
    return LaneItem(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        kind=asked.kind,
        text=" ".join(asked.text.split()),
        choices=list(asked.choices),
        command=asked.command,
        state=LaneState.OPEN,
        step_id=step.id,
    )
