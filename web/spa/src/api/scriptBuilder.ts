/** Sessions of the script builder: a person and the copilot write a script. Only their user reads them. */
import type { ScriptLanguage } from "~/scripts/words";
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { Script } from "./scripts";

type Schemas = components["schemas"];

export type ScriptDraft = Schemas["ScriptDraft"];
export type ScriptMessage = Schemas["ScriptMessage"];
export type ScriptSession = Schemas["ScriptSession"];
export type ListedScriptSession = Schemas["ScriptSessionRow"];
export type ScriptSessionChange = Schemas["EditScriptSession"];

export interface NewScriptSession {
  language?: ScriptLanguage;
  /** The script of the library that is revised. */
  script_id?: string;
}

const ALL = "/api/v1/script-builder/sessions";
const ONE = `${ALL}/{script_session_id}` as const;
const one = (script_session_id: string) => ({ params: { path: { script_session_id } } });

export function openScriptSession(asked: NewScriptSession, key: string): Promise<ScriptSession> {
  return unwrap(client.POST(ALL, { body: { origin: "standalone", ...asked }, ...keyed(key) }));
}

export async function fetchScriptSessions(): Promise<ListedScriptSession[]> {
  const page = await unwrap(client.GET(ALL, { params: { query: { status: "open", limit: 50 } } }));
  return page.items;
}

export function fetchScriptSession(id: string): Promise<ScriptSession> {
  return unwrap(client.GET(ONE, one(id)));
}

export function editScriptSession(
  id: string,
  change: ScriptSessionChange,
  key: string,
): Promise<ScriptSession> {
  return unwrap(client.PATCH(ONE, { ...one(id), body: change, ...keyed(key) }));
}

export async function abandonScriptSession(id: string, key: string): Promise<void> {
  await unwrap(client.DELETE(ONE, { ...one(id), ...keyed(key) }));
}

export function postScriptMessage(
  id: string,
  content: string,
  key: string,
): Promise<{ message: ScriptMessage; reply: ScriptMessage }> {
  return unwrap(
    client.POST("/api/v1/script-builder/sessions/{script_session_id}/messages", {
      ...one(id),
      body: { content },
      ...keyed(key),
    }),
  );
}

export async function stopScriptReply(id: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/script-builder/sessions/{script_session_id}/stop", {
      ...one(id),
      ...keyed(key),
    }),
  );
}

export async function retryScriptReply(id: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/script-builder/sessions/{script_session_id}/retry", {
      ...one(id),
      ...keyed(key),
    }),
  );
}

/** Of a script that is revised, `version` is the one that was read. */
export function saveScriptSession(
  id: string,
  saved: { title: string; tags?: string[]; version?: number },
  key: string,
): Promise<Script> {
  return unwrap(
    client.POST("/api/v1/script-builder/sessions/{script_session_id}/save", {
      ...one(id),
      body: saved,
      ...keyed(key),
    }),
  );
}
