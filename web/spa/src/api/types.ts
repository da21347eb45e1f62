/** The nouns of the API by the names the product uses. Shapes come from the OpenAPI document, see `npm run openapi`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Person = Schemas["Person"];
export type User = Schemas["User"];
export type Me = Schemas["Me"];
export type SignedIn = Schemas["SignedIn"];
export type Invitation = Schemas["Invitation"];
export type Role = User["role"];

export type AiSession = Schemas["Session"];
export type Step = Schemas["Step"];
export type Fact = Schemas["Fact"];
export type Fix = Schemas["Fix"];
export type Outcome = Exclude<Fix["status"], "proposed">;
export type Attempt = Schemas["Attempt"];

export type QueueItem = Schemas["QueueItem"];
export type Notification = Schemas["Notification"];

/** `data` of an `assistant_message` step. */
export interface ReplyData {
  reply_id?: string;
  status?: "finished" | "failed" | "cancelled";
  code?: string;
  message?: string;
  provider?: "demo" | "anthropic";
  provider_label?: string;
  cut_off?: boolean;
}

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
  attempts: Attempt[];
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

/** The document leaves the two JSON columns open; this is what they hold. */
export type Handoff = Omit<Schemas["Handoff"], "snapshot" | "ai_assessment_data"> & {
  snapshot: Snapshot;
  ai_assessment_data: AssessmentData | null;
};

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
