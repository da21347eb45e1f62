"""Events about the rows of a session: steps, fixes, facts, hypotheses, items of the task lane and previews."""

from __future__ import annotations

from models.case import CaseDraft
from models.events.publishing import publish_in_session
from models.events.types import EventType
from models.fact import Fact
from models.hypothesis import Hypothesis
from models.lane_item import LaneItem
from models.preview import Preview
from models.step import Step
from models.suggested_fix import SuggestedFix


def step_created(step: Step) -> None:
    publish_in_session(EventType.STEP_CREATED, step.ai_session_id, {"step_id": step.id})


def step_changed(step: Step) -> None:
    """The data of a step changed; its text never does."""
    publish_in_session(EventType.STEP_CHANGED, step.ai_session_id, {"step_id": step.id})


def fix_changed(fix: SuggestedFix) -> None:
    publish_in_session(EventType.FIX_CHANGED, fix.ai_session_id, {"fix_id": fix.id, "status": fix.status})


def fact_changed(fact: Fact) -> None:
    publish_in_session(EventType.FACT_CHANGED, fact.ai_session_id, {"fact_id": fact.id, "status": fact.status})


def hypothesis_changed(hypothesis: Hypothesis) -> None:
    data = {"hypothesis_id": hypothesis.id, "status": hypothesis.state}
    publish_in_session(EventType.HYPOTHESIS_CHANGED, hypothesis.ai_session_id, data)


def preview_ready(preview: Preview | CaseDraft) -> None:
    """A round ended, with a text or with an error."""
    data = {"preview_id": preview.id, "kind": preview.kind, "status": preview.status}
    publish_in_session(EventType.PREVIEW_READY, preview.ai_session_id, data)


def task_lane_changed(item: LaneItem) -> None:
    publish_in_session(EventType.TASK_LANE_CHANGED, item.ai_session_id, {"item_id": item.id, "status": item.state})
