"""The assistant: the only code that calls a language model, or the built-in Demo AI in its place.

Callers use the names exported here, not the modules below.  It takes typed inputs, returns typed results and does not
depend on tables.
"""

from prompts.assessment.inputs import AssessmentInput
from prompts.assessment.results import Assessment
from prompts.case.inputs import CaseInput
from prompts.case.results import CaseNotes
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.chat_reply.results import Action, FactOut, FixOutcome, HypothesisOut, Question, SuggestFix
from prompts.client_update.inputs import ClientUpdateInput
from prompts.client_update.results import ClientMessage
from prompts.conversation_summary.inputs import ConversationSummaryInput
from prompts.documentation.inputs import DocumentationInput
from prompts.documentation.results import Documentation
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.images import ImageIn
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.script.inputs import ParameterIn, ScriptIn, ScriptInput
from prompts.session import (
    AttemptIn,
    CaseIn,
    CitedIn,
    EvidenceIn,
    FactIn,
    FixIn,
    HypothesisIn,
    LaneItemIn,
    LogIn,
    MeaningIn,
    Place,
    SignalIn,
    SummaryIn,
    TreeIn,
    Turn,
)
from prompts.sizing import VERBATIM_TURNS
from prompts.templatize.inputs import TemplatizeInput
from prompts.tree.inputs import TreeInput
from prompts.tree.results import NodeOut, TreeNotes
from tasks.integrations.assistant.assessment import assess
from tasks.integrations.assistant.cases import write_case
from tasks.integrations.assistant.chat import ReplyDone, VisibleText, stream_reply
from tasks.integrations.assistant.choice import choose_provider
from tasks.integrations.assistant.control import Control, Purse, never
from tasks.integrations.assistant.errors import (
    AssistantError,
    AssistantErrorCode,
    BudgetExhausted,
    Cancelled,
    ConnectionFailed,
)
from tasks.integrations.assistant.marker_filter import Dropped
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.previews import write_escalation_package, write_resolution_note
from tasks.integrations.assistant.records import CallRecord, Usage
from tasks.integrations.assistant.scripts import ScriptDone, stream_script
from tasks.integrations.assistant.summaries import summarise
from tasks.integrations.assistant.templates import Template, write_template
from tasks.integrations.assistant.trees import draft_tree
from tasks.integrations.assistant.write_ups import document, write_to_client

__all__ = [
    "VERBATIM_TURNS",
    "Action",
    "Assessment",
    "AssessmentInput",
    "AssistantError",
    "AssistantErrorCode",
    "AttemptIn",
    "BudgetExhausted",
    "CallRecord",
    "Cancelled",
    "CaseIn",
    "CaseInput",
    "CaseNotes",
    "ChatReplyInput",
    "CitedIn",
    "ClientMessage",
    "ClientUpdateInput",
    "ConnectionFailed",
    "Control",
    "ConversationSummaryInput",
    "Documentation",
    "DocumentationInput",
    "Done",
    "Dropped",
    "EscalationPackageInput",
    "EvidenceIn",
    "FactIn",
    "FactOut",
    "FixIn",
    "FixOutcome",
    "HypothesisIn",
    "HypothesisOut",
    "ImageIn",
    "LaneItemIn",
    "LogIn",
    "MeaningIn",
    "NodeOut",
    "ParameterIn",
    "Place",
    "Provider",
    "Purse",
    "Question",
    "ReplyDone",
    "ResolutionNoteInput",
    "ScriptDone",
    "ScriptIn",
    "ScriptInput",
    "SignalIn",
    "SuggestFix",
    "SummaryIn",
    "Template",
    "TemplatizeInput",
    "TreeIn",
    "TreeInput",
    "TreeNotes",
    "Turn",
    "Usage",
    "VisibleText",
    "assess",
    "choose_provider",
    "document",
    "draft_tree",
    "never",
    "stream_reply",
    "stream_script",
    "summarise",
    "write_case",
    "write_escalation_package",
    "write_resolution_note",
    "write_template",
    "write_to_client",
]
