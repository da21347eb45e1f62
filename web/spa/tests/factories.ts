/** Creates complete API objects; a test passes only the fields that matter to it. */
import type { AiUsage } from "~/api/aiUsage";
import type {
  AiSession,
  Fact,
  Fix,
  Handoff,
  Invitation,
  Me,
  Notification,
  Person,
  QueueItem,
  Step,
  User,
} from "~/api/types";
import type { HandoffCreated } from "~/live/events";

export const NOW = "2025-11-02T10:00:00Z";

let made = 0;

/** A unique id. */
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

export function makeInvitation(by: User, part: Partial<Invitation> = {}): Invitation {
  const now = Date.now();
  const invitation: Invitation = {
    id: id(),
    email: "lee@acme.test",
    role: "engineer",
    state: "open",
    invited_by: personOf(by),
    created_at: new Date(now - 2 * 86_400_000).toISOString(),
    expires_at: new Date(now + 5 * 86_400_000).toISOString(),
  };
  return { ...invitation, ...part };
}

export function makeMe(user: User): Me {
  return {
    user,
    account: { id: id(), name: "Acme" },
    subscription: { plan: "free", status: "active" },
    csrf_token: "csrf-1",
    assistant: { demo: true },
    psa: null,
    preferences: { theme: null, single_key_shortcuts: null },
  };
}

export function makeSession(owner: User, part: Partial<AiSession> = {}): AiSession {
  const aiSession: AiSession = {
    id: id(),
    title: "Outlook keeps asking for the password",
    title_by: "rule",
    problem: "Outlook keeps asking for the password",
    problem_summary: "Outlook keeps asking for the password",
    client_name: null,
    status: "active",
    user: personOf(owner),
    handler: null,
    escalated_to_id: null,
    psa_ticket_id: null,
    offers: { psa_ticket_id: null, client_name: null },
    confidence_tier: "discovery",
    state_version: 1,
    escalation_reason: null,
    escalation_package: null,
    resolution: null,
    verified_by: null,
    watch_until: null,
    step_count: 1,
    active_fix: null,
    reply: null,
    open_handoff_id: null,
    can_write: true,
    can_hand_off: true,
    created_at: NOW,
    updated_at: NOW,
    last_activity_at: NOW,
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

export function makeFact(part: Partial<Fact> = {}): Fact {
  const fact: Fact = {
    id: id(),
    kind: "device",
    value: "DESKTOP-7Q2",
    source: "copilot",
    step_id: null,
    pinned: false,
    created_by: null,
    edited_by: null,
    dismissed_at: null,
    conflicts_with: [],
    created_at: NOW,
  };
  return { ...fact, ...part };
}

export function makeFix(part: Partial<Fix> = {}): Fix {
  const fix: Fix = {
    id: id(),
    session_id: id(),
    title: "Clear the token cache",
    hypothesis_ids: [],
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
    remind_at: null,
    ai_outcome_proposal: null,
    ai_drafted_script: null,
    ai_drafted_parameters: null,
    decision: null,
    script_id: null,
    script_title: null,
    created_at: NOW,
  };
  return { ...fix, ...part };
}

export function makeProposal(
  part: Partial<NonNullable<Fix["ai_outcome_proposal"]>> = {},
): NonNullable<Fix["ai_outcome_proposal"]> {
  const proposal = {
    outcome: "applied_success" as const,
    notes: null,
    quote: "no prompt since ten minutes, all good",
    step_id: null,
    provider: "demo",
    created_at: NOW,
  };
  return { ...proposal, ...part };
}

export function makeQueueItem(by: Person, part: Partial<QueueItem> = {}): QueueItem {
  const item: QueueItem = {
    handoff_id: id(),
    session_id: id(),
    status: "escalated",
    title: part.problem ?? "Backup job failed",
    client_name: null,
    priority: null,
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
  return { ...item, title: part.problem ?? item.title, ...part };
}

/** The event that puts `item` into the queue. */
export function makeHandoffCreated(
  item: QueueItem,
  part: Partial<HandoffCreated> = {},
): HandoffCreated {
  return {
    type: "handoff_created",
    id: id(),
    occurred_at: item.escalated_at,
    handoff_id: item.handoff_id ?? id(),
    session_id: item.session_id,
    problem: item.problem,
    created_by: item.created_by,
    psa_ticket_id: item.psa_ticket_id,
    target_user_id: item.target_user?.id ?? null,
    row: item,
    ...part,
  };
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
    session_id: null,
    handoff_id: null,
    outcome: null,
    title: "Escalation from Lena: VPN drops",
    link: "/pilot/1?pickup=true",
    kind: "escalation",
    note: null,
    read_at: null,
    created_at: NOW,
  };
  return { ...notification, ...part };
}

/** A month without a call; `given` may set a budget. */
export function makeAiUsage(given: Partial<AiUsage> = {}): AiUsage {
  return {
    month: "2026-11",
    level: given.budget_micros == null ? "unlimited" : "ok",
    hard_stop: false,
    budget_micros: null,
    used_micros: 0,
    left_micros: given.budget_micros ?? null,
    by_task: [],
    by_user: [],
    by_model: [],
    by_day: [],
    ...given,
  };
}

export function budgetStateOf({ level, hard_stop, budget_micros, used_micros }: AiUsage) {
  const used_percent = budget_micros ? Math.floor((used_micros / budget_micros) * 100) : null;
  return { level, hard_stop, used_percent };
}
