/** The client update: the text for the client, which only its own call posts. */
import { client, keyed, unwrap } from "./client";
import type { ClientUpdate, ClientUpdateChange } from "./types";

const CLIENT_UPDATE = "/api/v1/ai-sessions/{session_id}/client-update";

const at = (session_id: string) => ({ params: { path: { session_id } } });

export function fetchClientUpdate(sessionId: string): Promise<ClientUpdate> {
  return unwrap(client.GET(CLIENT_UPDATE, at(sessionId)));
}

/** Asks for a new draft. It never replaces edited text. */
export function askForClientUpdate(sessionId: string, key: string): Promise<ClientUpdate> {
  return unwrap(client.POST(CLIENT_UPDATE, { ...at(sessionId), ...keyed(key) }));
}

export function editClientUpdate(
  sessionId: string,
  change: ClientUpdateChange,
  key: string,
): Promise<ClientUpdate> {
  return unwrap(client.PATCH(CLIENT_UPDATE, { ...at(sessionId), body: change, ...keyed(key) }));
}

/** Posts the text for `reader`, which must be the session's client. Returns whether it was queued. */
export async function postClientUpdate(
  sessionId: string,
  reader: string,
  key: string,
): Promise<"no_psa" | "queued" | "sent"> {
  const answer = await unwrap(
    client.POST(`${CLIENT_UPDATE}/post`, { ...at(sessionId), body: { reader }, ...keyed(key) }),
  );
  return answer.status;
}
