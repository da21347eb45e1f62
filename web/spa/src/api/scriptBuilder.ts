/** Sessions of the script builder: a person and the copilot write a script. Only their user reads them. */
import type { ScriptLanguage, ScriptRisk } from "~/scripts/words";
import { client, keyed, unwrap } from "./client";
import type { Script } from "./scripts";
import type { ScriptParameter } from "./types";

export interface ScriptDraft {
  title: string;
  purpose: string;
  language: ScriptLanguage;
  body: string;
  parameters: ScriptParameter[];
  risk: ScriptRisk;
  risk_reasons: string[];
}

export interface ScriptMessage {
  id: string;
  role: "user" | "assistant";
  content: string;
  status: "queued" | "running" | "finished" | "failed" | "cancelled";
  draft_version: number | null;
  code: string | null;
  provider_label: string | null;
  created_at: string;
}

export interface ListedScriptSession {
  id: string;
  origin: "standalone" | "pilot_inline";
  ai_session_id: string | null;
  fix_id: string | null;
  title: string;
  language: ScriptLanguage;
  status: "open" | "saved" | "abandoned";
  draft_version: number;
  script_id: string | null;
  created_at: string;
  updated_at: string;
}

export interface ScriptSession extends ListedScriptSession {
  script: ScriptDraft | null;
  messages: ScriptMessage[];
}

export interface NewScriptSession {
  language?: ScriptLanguage;
  /** The script of the library that is revised. */
  script_id?: string;
}

type Call = <T>(
  path: string,
  init?: object,
) => Promise<{ data?: T; error?: unknown; response: Response }>;
const loose = client as unknown as Record<"GET" | "POST" | "PATCH" | "DELETE", Call>;

const ALL = "/api/v1/script-builder/sessions";
const ONE = `${ALL}/{script_session_id}`;
const one = (script_session_id: string) => ({ params: { path: { script_session_id } } });

export function openScriptSession(asked: NewScriptSession, key: string): Promise<ScriptSession> {
  return unwrap(loose.POST(ALL, { body: { origin: "standalone", ...asked }, ...keyed(key) }));
}

export async function fetchScriptSessions(): Promise<ListedScriptSession[]> {
  const page = await unwrap<{ items: ListedScriptSession[] }>(
    loose.GET(ALL, { params: { query: { status: "open", limit: 50 } } }),
  );
  return page.items;
}

export function fetchScriptSession(id: string): Promise<ScriptSession> {
  return unwrap(loose.GET(ONE, one(id)));
}

export interface ScriptSessionChange {
  title?: string;
  language?: ScriptLanguage;
  script?: Partial<ScriptDraft>;
  draft_version?: number;
}

export function editScriptSession(
  id: string,
  change: ScriptSessionChange,
  key: string,
): Promise<ScriptSession> {
  return unwrap(loose.PATCH(ONE, { ...one(id), body: change, ...keyed(key) }));
}

export async function abandonScriptSession(id: string, key: string): Promise<void> {
  await unwrap(loose.DELETE(ONE, { ...one(id), ...keyed(key) }));
}

export function postScriptMessage(
  id: string,
  content: string,
  key: string,
): Promise<{ message: ScriptMessage; reply: ScriptMessage }> {
  return unwrap(loose.POST(`${ONE}/messages`, { ...one(id), body: { content }, ...keyed(key) }));
}

export async function stopScriptReply(id: string, key: string): Promise<void> {
  await unwrap(loose.POST(`${ONE}/stop`, { ...one(id), ...keyed(key) }));
}

export async function retryScriptReply(id: string, key: string): Promise<void> {
  await unwrap(loose.POST(`${ONE}/retry`, { ...one(id), ...keyed(key) }));
}

/** Of a script that is revised, `version` is the one that was read. */
export function saveScriptSession(
  id: string,
  saved: { title: string; tags?: string[]; version?: number },
  key: string,
): Promise<Script> {
  return unwrap(loose.POST(`${ONE}/save`, { ...one(id), body: saved, ...keyed(key) }));
}
