/** The task lane of a session: what the copilot asks for next. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { AiSession, LaneItem } from "./types";

const LANE = "/api/v1/ai-sessions/{session_id}/task-lane";

export type Closing = components["schemas"]["CloseItem"];
export type ClosedItem = components["schemas"]["ClosedItem"];

export async function fetchLane(session_id: string): Promise<LaneItem[]> {
  const page = await unwrap(client.GET(LANE, { params: { path: { session_id } } }));
  return page.items;
}

export function closeItem(
  session_id: string,
  item_id: string,
  how: Closing,
  key: string,
): Promise<ClosedItem> {
  return unwrap(
    client.POST(`${LANE}/{item_id}`, {
      params: { path: { session_id, item_id } },
      body: how,
      ...keyed(key),
    }),
  );
}

/** The reply to the answers so far. */
export async function sendAnswers(session_id: string, key: string): Promise<AiSession["reply"]> {
  const asked = await unwrap(
    client.POST(`${LANE}/send`, { params: { path: { session_id } }, ...keyed(key) }),
  );
  return asked.reply;
}
