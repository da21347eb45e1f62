/** Nouns of the API with everything filled in; a test says only what matters to it. */
import type {
  AiSession,
  Fix,
  Handoff,
  Me,
  Notification,
  Person,
  QueueItem,
  Step,
  User,
} from "~/api/types";

export const NOW = "2025-11-02T10:00:00Z";

let made = 0;

/** An id that no other has. */
export function id(): string {
  made += 1;
  return `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
}

export function makeUser(part: Partial<User> = {}): User {
  const user: User = {
    id: id(),
    name: "Sam Keller",
    email: "sam@acme.test",
    role: "engineer",
    is_active: true,
  };
  return { ...user, ...part };
}

export function personOf(user: User): Person {
  return { id: user.id, name: user.name };
}

export function makeMe(user: User): Me {
  return {
    user,
    account: { id: id(), name: "Acme" },
    subscription: { plan: "free", status: "active" },
    csrf_token: "csrf-1",
    assistant: { demo: true },
  };
}

export function makeSession(owner: User, part: Partial<AiSession> = {}): AiSession {
  const aiSession: AiSession = {
    id: id(),
    title: "Outlook keeps asking for the password",
    problem: "Outlook keeps asking for the password",
    problem_summary: "Outlook keeps asking for the password",
    client_name: null,
    status: "active",
    user: personOf(owner),
    handler: null,
    escalated_to_id: null,
    psa_ticket_id: null,
    confidence_tier: "discovery",
    state_version: 1,
    escalation_reason: null,
    escalation_package: null,
    resolution: null,
    step_count: 1,
    active_fix: null,
    reply: null,
    open_handoff_id: null,
    can_write: true,
    can_hand_off: true,
    created_at: NOW,
    updated_at: NOW,
  };
  return { ...aiSession, ...part };
}

export function makeStep(part: Partial<Step> = {}): Step {
  const step: Step = {
    id: id(),
    index: 0,
    kind: "user_message",
    author: null,
    content: "It prompts every hour.",
    data: {},
    created_at: NOW,
  };
  return { ...step, ...part };
}

export function makeFix(part: Partial<Fix> = {}): Fix {
  const fix: Fix = {
    id: id(),
    session_id: id(),
    title: "Clear the token cache",
    rationale: "The token is stale.",
    steps: ["Close Outlook", "Clear the cache"],
    risk: "low",
    status: "proposed",
    applied_at: null,
    verified_at: null,
    pending_reason: null,
    partial_notes: null,
    failure_reason: null,
    dismissed_reason: null,
    ai_outcome_proposal: null,
    ai_drafted_script: null,
    ai_drafted_parameters: null,
    decision: null,
    created_at: NOW,
  };
  return { ...fix, ...part };
}

export function makeQueueItem(by: Person, part: Partial<QueueItem> = {}): QueueItem {
  const item: QueueItem = {
    handoff_id: id(),
    session_id: id(),
    status: "escalated",
    problem: "Backup job failed",
    created_by: by,
    reason: "Stuck at VSS",
    step_count: 6,
    confidence_tier: "exploring",
    assessment_status: "pending",
    assessment_confidence: null,
    psa_ticket_id: null,
    target_user: null,
    escalated_at: NOW,
  };
  return { ...item, ...part };
}

export function makeHandoff(
  aiSession: AiSession,
  by: Person,
  part: Partial<Handoff> = {},
): Handoff {
  const handoff: Handoff = {
    id: id(),
    session_id: aiSession.id,
    intent: "escalate",
    status: "open",
    reason: "Writers stay in state 9.",
    created_by: by,
    target_user: null,
    snapshot: {
      problem: aiSession.problem,
      client_name: null,
      psa_ticket_id: null,
      facts: [],
      steps: [],
      attempts: [],
      state_version: 1,
    },
    assessment_status: "pending",
    assessment_error: null,
    ai_assessment: null,
    ai_assessment_data: null,
    claimed_by: null,
    claimed_at: null,
    created_at: NOW,
  };
  return { ...handoff, ...part };
}

export function makeNotification(part: Partial<Notification> = {}): Notification {
  const notification: Notification = {
    id: id(),
    title: "Escalation from Lena: VPN drops",
    link: "/pilot/1?pickup=true",
    kind: "escalation",
    note: null,
    read_at: null,
    created_at: NOW,
  };
  return { ...notification, ...part };
}
