/** Runs of decision trees: somebody goes through one, question by question. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { AiSession } from "./types";

export type TreeRun = components["schemas"]["TreeRun"];
export type RunFix = components["schemas"]["TreeFix"];
export type TreeFigures = components["schemas"]["TreeFigures"];
export type NewRun = Partial<components["schemas"]["StartRun"]>;

const RUN = "/api/v1/tree-sessions/{run_id}" as const;
const at = (run_id: string) => ({ params: { path: { run_id } } });

/** A test runs the draft, writes into no session and counts in no figure. */
export function startRun(tree_id: string, body: NewRun, key: string): Promise<TreeRun> {
  const path = { params: { path: { tree_id } } };
  return unwrap(client.POST("/api/v1/trees/{tree_id}/sessions", { ...path, body, ...keyed(key) }));
}

export function fetchRun(runId: string): Promise<TreeRun> {
  return unwrap(client.GET(RUN, at(runId)));
}

export type RunMove =
  | { act: "answer"; node_id: string; answer: string }
  | { act: "answer"; node_id: string; done: true }
  | { act: "back"; node_id: string }
  | { act: "leave" };

/** 409 `moved_on` brings the run in its detail: somebody was faster. */
export function moveRun(runId: string, move: RunMove, key: string): Promise<TreeRun> {
  const to = { ...at(runId), ...keyed(key) };
  if (move.act === "leave") return unwrap(client.POST(`${RUN}/leave`, to));
  const { act, ...body } = move;
  if ("answer" in body || "done" in body) {
    return unwrap(client.POST(`${RUN}/answer`, { ...to, body }));
  }
  return unwrap(client.POST(`${RUN}/back`, { ...to, body }));
}

/** The path becomes the steps of a new session. Asked again, it is the same session. */
export function runToSession(runId: string, key: string): Promise<AiSession> {
  return unwrap(client.POST(`${RUN}/to-ai-session`, { ...at(runId), body: {}, ...keyed(key) }));
}

/** The runs of a session, newest first. */
export async function fetchSessionRuns(session_id: string): Promise<TreeRun[]> {
  const path = { params: { path: { session_id } } };
  const { items } = await unwrap(client.GET("/api/v1/ai-sessions/{session_id}/tree-runs", path));
  return items;
}

export type Period = TreeFigures["period"];

export function fetchTreeFigures(tree_id: string, period: Period): Promise<TreeFigures> {
  const params = { path: { tree_id }, query: { period } };
  return unwrap(client.GET("/api/v1/trees/{tree_id}/figures", { params }));
}
