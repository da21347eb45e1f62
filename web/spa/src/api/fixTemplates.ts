/** Templates for the script of a fix: those of the library that do the same, and the one that it may become. */
import type { ScriptLanguage, ScriptRisk } from "~/scripts/words";
import { client, keyed, unwrap } from "./client";
import type { ScriptDraft, ScriptSession } from "./scriptBuilder";
import type { Fix, ScriptParameter } from "./types";

export interface TemplateMatch {
  script_id: string;
  title: string;
  /** From 0 to 1. */
  score: number;
  /** By parameter, as far as the draft or the facts give one; never a secret. */
  values: Record<string, string>;
  language: ScriptLanguage;
  risk: ScriptRisk;
  risk_reasons: string[];
  parameters: ScriptParameter[];
  read_only: boolean;
}

export interface Templatization extends Pick<ScriptDraft, "parameters"> {
  id: string;
  status: "pending" | "ready" | "failed" | "accepted" | "rejected";
  title: string | null;
  purpose: string | null;
  language: ScriptLanguage | null;
  body: string | null;
  /** What stood where each parameter is now; a secret's text is masked. */
  replaced: { parameter: string; text: string; lines: number[] }[];
  error: string | null;
  provider_label: string | null;
  result_script_id: string | null;
}

type Call = (
  path: string,
  init?: object,
) => Promise<{ data?: never; error?: unknown; response: Response }>;
const loose = client as unknown as Record<"GET" | "POST", Call>;

export async function fetchTemplateMatches(fix: Fix): Promise<TemplateMatch[]> {
  const { session_id, id: fix_id } = fix;
  const path = "/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/template-matches";
  const list = await unwrap<{ items: TemplateMatch[] }>(
    loose.GET(path, { params: { path: { session_id, fix_id } } }),
  );
  return list.items;
}

/** The fix's draft with these values. Nothing of them is stored. */
export function renderDraft(
  { session_id, id: fix_id }: Fix,
  values: Record<string, string | boolean>,
  key: string,
): Promise<{ script: string; warnings: string[] }> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/render", {
      params: { path: { session_id, fix_id } },
      body: { values },
      ...keyed(key),
    }),
  );
}

/** Returns the fix to ask about, once; null if there is nothing to ask. */
export async function askWhatToTemplatize(session_id: string, key: string): Promise<string | null> {
  const answer = await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/template-offer", {
      params: { path: { session_id } },
      ...keyed(key),
    }),
  );
  return answer.fix_id;
}

const ONE = "/api/v1/scripts/templatize/{templatization_id}";
const one = (templatization_id: string) => ({ params: { path: { templatization_id } } });

/** The proposal arrives with `templatize_ready`. */
export function templatize(fix_id: string, key: string): Promise<Templatization> {
  return unwrap<Templatization>(
    loose.POST("/api/v1/scripts/templatize", { body: { fix_id }, ...keyed(key) }),
  );
}

export function fetchTemplatization(id: string): Promise<Templatization> {
  return unwrap<Templatization>(loose.GET(ONE, one(id)));
}

/** What an omitted parameter replaced is put back. */
export function acceptTemplate(
  id: string,
  accepted: { title: string; parameters: ScriptParameter[] },
  key: string,
): Promise<Templatization> {
  return unwrap<Templatization>(
    loose.POST(`${ONE}/accept`, { ...one(id), body: accepted, ...keyed(key) }),
  );
}

export function rejectTemplate(id: string, key: string): Promise<Templatization> {
  return unwrap<Templatization>(loose.POST(`${ONE}/reject`, { ...one(id), ...keyed(key) }));
}

/** The builder's session in this AI session; the open one if there is one. It begins with the fix's script. */
export function openInlineBuilder(fix: Fix, key: string): Promise<ScriptSession> {
  const body = { origin: "pilot_inline", ai_session_id: fix.session_id, fix_id: fix.id };
  return unwrap<ScriptSession>(
    loose.POST("/api/v1/script-builder/sessions", { body, ...keyed(key) }),
  );
}

/** Writes the builder's draft into the fix. */
export function putDraftInFix(
  script_session_id: string,
  fix_id: string,
  key: string,
): Promise<Fix> {
  const path = "/api/v1/script-builder/sessions/{script_session_id}/use-in-fix";
  return unwrap<Fix>(
    loose.POST(path, { params: { path: { script_session_id } }, body: { fix_id }, ...keyed(key) }),
  );
}
