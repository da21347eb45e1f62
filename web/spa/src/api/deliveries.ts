/** Who was told of a handoff, and by which channel. */
import { client, keyed, unwrap } from "./client";
import type { Delivery } from "./types";

export async function fetchDeliveries(session_id: string, handoff_id: string): Promise<Delivery[]> {
  const page = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/handoffs/{handoff_id}/deliveries", {
      params: { path: { session_id, handoff_id } },
    }),
  );
  return page.items;
}

/** Tries again what was given up. */
export async function retryDelivery(
  session_id: string,
  handoff_id: string,
  delivery_id: string,
  key: string,
): Promise<void> {
  await unwrap(
    client.POST(
      "/api/v1/ai-sessions/{session_id}/handoffs/{handoff_id}/deliveries/{delivery_id}/retry",
      { params: { path: { session_id, handoff_id, delivery_id } }, ...keyed(key) },
    ),
  );
}
