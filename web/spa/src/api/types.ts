/** The API's types, named as in the product. Their shapes come from the OpenAPI document, see `npm run openapi`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Person = Schemas["Person"];
export type User = Schemas["User"];
export type Me = Schemas["Me"];
export type SignedIn = Schemas["SignedIn"];
export type Invitation = Schemas["Invitation"];
export type SentInvitation = Schemas["SentInvitation"];
export type Role = User["role"];

export type AiSession = Schemas["Session"];
export type Step = Schemas["Step"];
export type Signal = Schemas["Signal"];
export type SessionSignal = Schemas["SessionSignal"];
export type Guide = Schemas["Guide"];
export type Attachment = Schemas["Attachment"];
export type Fact = Schemas["Fact"];
export type Hypothesis = Schemas["Hypothesis"];
export type LaneItem = Schemas["LaneItem"];
export type Fix = Schemas["Fix"];
export type Outcome = Exclude<Fix["status"], "proposed">;
export type Decision = NonNullable<Fix["decision"]>;
export type ScriptParameter = Schemas["Parameter"];
export type Attempt = Schemas["Attempt"];
export type Evidence = Schemas["Evidence"];

export type Preview = Schemas["Preview"];
export type Case = Schemas["Case"];
export type CaseDraft = Schemas["CaseDraft"];
export type CaseText = Schemas["CaseText"];
export type NewCase = Schemas["NewCase"];
export type Similar = Schemas["Similar"];
export type SimilarCase = Schemas["SimilarCase"];
export type PreviewKind = "resolution-note" | "escalation-package";
export type Documentation = Schemas["Documentation"];
export type DocumentationChange = Schemas["EditDocumentation"];
export type Sections = Documentation["sections"];
export type SectionName = keyof Sections;
export type ClientUpdate = Schemas["ClientUpdate"];
export type ClientUpdateChange = Schemas["EditClientUpdate"];
export type VerifiedBy = NonNullable<AiSession["verified_by"]>;

export type QueueItem = Schemas["QueueItem"];
export type Notification = Schemas["Notification"];
export type Delivery = Schemas["Delivery"];

/** A place in a step's text that is masked before the copilot reads it. Positions count code points of the stored text. */
export interface Redaction {
  id: string;
  kind: string;
  start: number;
  /** Not included. */
  end: number;
  /** Set once a person has let the copilot read it. */
  allowed_at?: string;
  allowed_by?: Person;
}

/** What of the session an answer is not based on. The numbers count earlier messages. */
export interface Cut {
  in_part?: { step_id: string; lines_omitted: number }[];
  shortened?: number;
  summarised?: number;
  omitted?: number;
  /** Images of which the copilot only knows the names. */
  images?: number;
}

/** `data` of an `assistant_message` step. */
export interface ReplyData {
  reply_id?: string;
  status?: "finished" | "failed" | "cancelled";
  code?: string;
  message?: string;
  provider?: "demo" | "anthropic";
  provider_label?: string;
  cut_off?: boolean;
  cut?: Cut;
  /** What the refs in its text lead to. */
  citations?: Citation[];
}

export interface Citation {
  ref: string;
  kind: "case" | "guide" | "tree" | "step" | "fact" | "fix" | "attempt";
  id: string;
  title: string;
}

/** An attempt of a handoff's snapshot. Snapshots of earlier releases have fewer fields. */
export type SnapshotAttempt = Pick<Attempt, "id" | "title" | "at" | "outcome" | "notes"> &
  Partial<Attempt>;

export interface SnapshotFact {
  kind: string;
  value: string;
  source: string;
}

export interface SnapshotStep {
  index: number;
  kind: Step["kind"];
  author: Person | null;
  content: string;
  created_at: string;
}

export interface Snapshot {
  problem: string;
  client_name: string | null;
  psa_ticket_id: string | null;
  facts: SnapshotFact[];
  steps: SnapshotStep[];
  attempts: SnapshotAttempt[];
  state_version: number;
}

export interface AssessmentData {
  summary?: string;
  likely_cause?: string | null;
  confidence?: "low" | "medium" | "high" | null;
  suggested_steps?: string[];
  open_questions?: string[];
  facts_used?: string[];
  has_assessment: boolean;
}

/** The OpenAPI document does not describe the two JSON columns; these types do. */
export type Handoff = Omit<Schemas["Handoff"], "snapshot" | "ai_assessment_data"> & {
  snapshot: Snapshot;
  ai_assessment_data: AssessmentData | null;
};

/** A session with the requested parts. `steps` is the newest page, `handoff` the newest handoff. */
export type SessionWithParts = Omit<Schemas["SessionWithParts"], "handoff"> & {
  handoff?: Handoff | null;
};

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
