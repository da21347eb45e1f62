/** The library of scripts and templates. FlowPilot writes, checks and hands over scripts; it runs none. */
import type { Problem } from "~/scripts/CodeEditor";
import type { ScriptLanguage, ScriptRisk } from "~/scripts/words";
import { client, keyed, unwrap } from "./client";
import type { Person, ScriptParameter } from "./types";

export type ScriptStatus = "draft" | "published" | "archived";

export interface ScriptContent {
  title: string;
  purpose: string;
  language: ScriptLanguage;
  body: string;
  parameters: ScriptParameter[];
  tags: string[];
}

interface ScriptState {
  risk: ScriptRisk;
  risk_reasons: string[];
  status: ScriptStatus;
  version: number;
  created_by: Person | null;
  created_at: string | null;
}

export interface Script extends ScriptContent, ScriptState {
  id: string;
  is_template: boolean;
  read_only: boolean;
  use_count: number;
  source: {
    kind: "written" | "builder" | "fix" | "guide" | "import";
    session_id: string | null;
    fix_id: string | null;
    guide_id: string | null;
  };
  updated_by: Person | null;
  updated_at: string | null;
}

export type ListedScript = Omit<Script, "body">;

export interface ScriptPage {
  items: ListedScript[];
  next_cursor: string | null;
  totals: { scripts: number; templates: number };
}

export interface ScriptVersion extends ScriptContent, ScriptState {
  restored_from: number | null;
}

export type ListedVersion = Omit<ScriptVersion, "body">;

/** Where something looks like a credential. It counts characters, not UTF-16 units. */
export interface Credential {
  line: number;
  column: number;
  length: number;
  label: string;
}

export interface CheckedScript {
  problems: Problem[];
  credentials: Credential[];
  risk: ScriptRisk;
  risk_reasons: string[];
}

export interface Rendered {
  script: string;
  warnings: string[];
}

export interface ImportedScripts {
  imported: Script[];
  refused: { name: string; code: string; message: string }[];
}

/** What the list is narrowed to; empty texts narrow nothing. */
export interface ScriptFilter {
  q: string;
  language: ScriptLanguage | "";
  template: boolean;
  tag: string;
  show: "" | "own" | "library" | ScriptStatus;
}

type Call = <T>(
  path: string,
  init?: object,
) => Promise<{ data?: T; error?: unknown; response: Response }>;
const loose = client as unknown as Record<"GET" | "POST" | "PATCH" | "DELETE", Call>;

const one = (script_id: string) => ({ params: { path: { script_id } } });

export function fetchScripts(
  { q, language, template, tag, show }: ScriptFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<ScriptPage> {
  const isShelf = show === "own" || show === "library";
  const query = {
    ...(q && { q }),
    ...(language && { language }),
    ...(template && { template }),
    ...(tag && { tag }),
    ...(show && (isShelf ? { source: show } : { status: show, source: "own" })),
    ...(cursor && { cursor }),
  };
  return unwrap(loose.GET("/api/v1/scripts", { params: { query }, signal }));
}

export function fetchScript(id: string): Promise<Script> {
  return unwrap(loose.GET("/api/v1/scripts/{script_id}", one(id)));
}

export function createScript(content: ScriptContent, key: string): Promise<Script> {
  return unwrap(loose.POST("/api/v1/scripts", { body: content, ...keyed(key) }));
}

export interface ScriptChange extends Partial<ScriptContent> {
  /** The newest version that the user has seen. */
  version: number;
  status?: "draft" | "published";
}

/** 409 `version_conflict` has the newest script in `detail.script`. */
export function saveScript(id: string, change: ScriptChange, key: string): Promise<Script> {
  return unwrap(
    loose.PATCH("/api/v1/scripts/{script_id}", { ...one(id), body: change, ...keyed(key) }),
  );
}

export async function archiveScript(id: string, key: string): Promise<void> {
  await unwrap(loose.DELETE("/api/v1/scripts/{script_id}", { ...one(id), ...keyed(key) }));
}

/** Into a draft of one's own; also from the built-in library. */
export function copyScript(id: string, key: string): Promise<Script> {
  return unwrap(loose.POST("/api/v1/scripts/{script_id}/copy", { ...one(id), ...keyed(key) }));
}

/** The newest first. */
export async function fetchVersions(id: string): Promise<ListedVersion[]> {
  const page = await unwrap<{ items: ListedVersion[] }>(
    loose.GET("/api/v1/scripts/{script_id}/versions", {
      params: { path: { script_id: id }, query: { limit: 100 } },
    }),
  );
  return page.items;
}

export function fetchVersion(id: string, version: number): Promise<ScriptVersion> {
  return unwrap(
    loose.GET("/api/v1/scripts/{script_id}/versions/{version}", {
      params: { path: { script_id: id, version } },
    }),
  );
}

export function restoreScript(id: string, version: number, key: string): Promise<Script> {
  return unwrap(
    loose.POST("/api/v1/scripts/{script_id}/restore", {
      ...one(id),
      body: { version },
      ...keyed(key),
    }),
  );
}

/** Nothing of it is stored; 422 has `detail.values` by the parameter's name. */
export function renderScript(
  id: string,
  values: Record<string, string | boolean>,
  key: string,
): Promise<Rendered> {
  return unwrap(
    loose.POST("/api/v1/scripts/{script_id}/render", {
      ...one(id),
      body: { values },
      ...keyed(key),
    }),
  );
}

export function checkScript(
  language: ScriptLanguage,
  body: string,
  signal?: AbortSignal,
): Promise<CheckedScript> {
  return unwrap(loose.POST("/api/v1/scripts/check", { body: { language, body }, signal }));
}

/** A script or a zip of scripts. */
export function importScripts(file: File, key: string): Promise<ImportedScripts> {
  const form = new FormData();
  form.append("file", file, file.name);
  return unwrap(
    loose.POST("/api/v1/scripts/import", { body: form, bodySerializer: () => form, ...keyed(key) }),
  );
}

export function exportUrl(id: string): string {
  return `/api/v1/scripts/${id}/export`;
}
