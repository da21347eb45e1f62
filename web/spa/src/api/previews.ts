/** The previews of a session: the texts that the readers of a resolution or an escalation would get. */
import { client, keyed, unwrap } from "./client";
import type { Preview, PreviewKind } from "./types";

const PATHS = {
  "resolution-note": "/api/v1/ai-sessions/{session_id}/previews/resolution-note",
  "escalation-package": "/api/v1/ai-sessions/{session_id}/previews/escalation-package",
} as const;

const at = (session_id: string) => ({ params: { path: { session_id } } });

export function fetchPreview(sessionId: string, kind: PreviewKind): Promise<Preview> {
  return unwrap(client.GET(PATHS[kind], at(sessionId)));
}

/** Asks for a text of the session as it is now. The answer is the cached text, or says that it is being written. */
export function askForPreview(sessionId: string, kind: PreviewKind, key: string): Promise<Preview> {
  return unwrap(client.POST(PATHS[kind], { ...at(sessionId), ...keyed(key) }));
}
