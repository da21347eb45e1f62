/** The library of scripts and templates. FlowPilot writes, checks and hands over scripts; it runs none. */
import type { ScriptLanguage } from "~/scripts/words";
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { ScriptParameter } from "./types";

type Schemas = components["schemas"];

export type Script = Schemas["Script"];
export type ListedScript = Schemas["ListedScript"];
export type ScriptPage = Schemas["Scripts"];
export type ScriptVersion = Schemas["ScriptVersion"];
export type ListedVersion = Schemas["ListedVersion"];
export type ScriptStatus = Script["status"];
/** Where something looks like a credential. It counts characters, not UTF-16 units. */
export type Credential = Schemas["ScriptCredential"];
export type CheckedScript = Schemas["CheckedScript"];
export type Rendered = Schemas["RenderedScript"];
export type ImportedScripts = Schemas["ImportedScripts"];

/** What a person writes of a script. */
export interface ScriptContent {
  title: string;
  purpose: string;
  language: ScriptLanguage;
  body: string;
  parameters: ScriptParameter[];
  tags: string[];
}

/** What the list is narrowed to; empty texts narrow nothing. */
export interface ScriptFilter {
  q: string;
  language: ScriptLanguage | "";
  template: boolean;
  tag: string;
  show: "" | "own" | "library" | ScriptStatus;
}

const one = (script_id: string) => ({ params: { path: { script_id } } });

export function fetchScripts(
  { q, language, template, tag, show }: ScriptFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<ScriptPage> {
  const query = {
    ...(q && { q }),
    ...(language && { language }),
    ...(template && { template }),
    ...(tag && { tag }),
    ...placeOf(show),
    ...(cursor && { cursor }),
  };
  return unwrap(client.GET("/api/v1/scripts", { params: { query }, signal }));
}

/** Every status is one of the account's own scripts; the built-in ones have none. */
function placeOf(show: ScriptFilter["show"]) {
  if (show === "") return {};
  if (show === "own" || show === "library") return { source: show };
  return { status: show, source: "own" as const };
}

export function fetchScript(id: string): Promise<Script> {
  return unwrap(client.GET("/api/v1/scripts/{script_id}", one(id)));
}

export function createScript(content: ScriptContent, key: string): Promise<Script> {
  return unwrap(client.POST("/api/v1/scripts", { body: content, ...keyed(key) }));
}

export type ScriptChange = Schemas["EditScript"];

/** 409 `version_conflict` has the newest script in `detail.script`. */
export function saveScript(id: string, change: ScriptChange, key: string): Promise<Script> {
  return unwrap(
    client.PATCH("/api/v1/scripts/{script_id}", { ...one(id), body: change, ...keyed(key) }),
  );
}

export async function archiveScript(id: string, key: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/scripts/{script_id}", { ...one(id), ...keyed(key) }));
}

/** Into a draft of one's own; also from the built-in library. */
export function copyScript(id: string, key: string): Promise<Script> {
  return unwrap(client.POST("/api/v1/scripts/{script_id}/copy", { ...one(id), ...keyed(key) }));
}

/** The newest first. */
export async function fetchVersions(id: string): Promise<ListedVersion[]> {
  const page = await unwrap(
    client.GET("/api/v1/scripts/{script_id}/versions", {
      params: { path: { script_id: id }, query: { limit: 100 } },
    }),
  );
  return page.items;
}

export function fetchVersion(id: string, version: number): Promise<ScriptVersion> {
  return unwrap(
    client.GET("/api/v1/scripts/{script_id}/versions/{version}", {
      params: { path: { script_id: id, version } },
    }),
  );
}

export function restoreScript(id: string, version: number, key: string): Promise<Script> {
  return unwrap(
    client.POST("/api/v1/scripts/{script_id}/restore", {
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
    client.POST("/api/v1/scripts/{script_id}/render", {
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
  return unwrap(client.POST("/api/v1/scripts/check", { body: { language, body }, signal }));
}

/** A script or a zip of scripts. */
export function importScripts(file: File, key: string): Promise<ImportedScripts> {
  const form = new FormData();
  form.append("file", file, file.name);
  return unwrap(
    client.POST("/api/v1/scripts/import", {
      body: { file: file.name },
      bodySerializer: () => form,
      ...keyed(key),
    }),
  );
}

export function exportUrl(id: string): string {
  return `/api/v1/scripts/${id}/export`;
}
