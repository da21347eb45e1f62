/** The scripts that a tree's nodes point to. */
import { client, keyed, unwrap } from "./client";
import type { Page, ScriptParameter } from "./types";

type Call = (path: string, init?: object) => Promise<{ response: Response }>;
const calls = client as unknown as Record<"GET" | "POST", Call>;

export interface TreeScript {
  id: string;
  title: string;
  language: "powershell" | "bash" | "batch" | "python";
  body: string;
  parameters: ScriptParameter[];
  risk: "reads" | "changes" | "destroys";
}

const SCRIPT = "/api/v1/scripts/{script_id}";
const at = (script_id: string) => ({ params: { path: { script_id } } });

export async function findScripts(q: string, signal?: AbortSignal): Promise<TreeScript[]> {
  const query = { limit: 20, ...(q && { q }) };
  const page = await unwrap<Page<TreeScript>>(
    calls.GET("/api/v1/scripts", { params: { query }, signal }),
  );
  return page.items;
}

export function fetchScript(scriptId: string): Promise<TreeScript> {
  return unwrap<TreeScript>(calls.GET(SCRIPT, at(scriptId)));
}

export interface RenderedScript {
  script: string;
  warnings: string[];
}

/** Fills in the values. Nothing is stored. */
export function renderScript(
  scriptId: string,
  values: Record<string, string | boolean>,
  key: string,
): Promise<RenderedScript> {
  const body = { values };
  return unwrap<RenderedScript>(
    calls.POST(`${SCRIPT}/render`, { ...at(scriptId), body, ...keyed(key) }),
  );
}
