"""The assistant: the one place where FlowPilot talks to a language model, or to the built-in stand-in.

Callers use the names exported here and nothing below.  Takes typed inputs, returns typed results, knows no tables.
"""

from prompts.inputs import AssessmentInput, AttemptIn, ChatReplyInput, FactIn, FixIn, Turn
from prompts.results import Action, Assessment, FactOut, FixOutcome, Question, SuggestFix
from tasks.integrations.assistant.assessment import assess
from tasks.integrations.assistant.chat import ReplyDone, VisibleText, stream_reply
from tasks.integrations.assistant.choice import choose_provider
from tasks.integrations.assistant.control import Control, never
from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode
from tasks.integrations.assistant.port import Done, Provider, Usage
from tasks.integrations.assistant.records import CallRecord

__all__ = [
    "Action",
    "Assessment",
    "AssessmentInput",
    "AssistantError",
    "AssistantErrorCode",
    "AttemptIn",
    "CallRecord",
    "ChatReplyInput",
    "Control",
    "Done",
    "FactIn",
    "FactOut",
    "FixIn",
    "FixOutcome",
    "Provider",
    "Question",
    "ReplyDone",
    "SuggestFix",
    "Turn",
    "Usage",
    "VisibleText",
    "assess",
    "choose_provider",
    "never",
    "stream_reply",
]
