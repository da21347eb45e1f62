/** The documentation of a session, and the files that it can be downloaded as. */
import { client, keyed, unwrap } from "./client";
import type { Documentation, DocumentationChange } from "./types";

const DOCUMENTATION = "/api/v1/ai-sessions/{session_id}/documentation";

export type FileFormat = "md" | "html" | "txt";

const at = (session_id: string) => ({ params: { path: { session_id } } });

export function fetchDocumentation(sessionId: string): Promise<Documentation> {
  return unwrap(client.GET(DOCUMENTATION, at(sessionId))) as Promise<Documentation>;
}

/** Asks for a new draft. It never replaces edited text: it arrives beside it. */
export function askForDocumentation(sessionId: string, key: string): Promise<Documentation> {
  return unwrap(client.POST(DOCUMENTATION, { ...at(sessionId), ...keyed(key) }));
}

/** Changes only the given sections. */
export function editDocumentation(
  sessionId: string,
  change: DocumentationChange,
  key: string,
): Promise<Documentation> {
  return unwrap(client.PATCH(DOCUMENTATION, { ...at(sessionId), body: change, ...keyed(key) }));
}

export function documentationFile(sessionId: string, format: FileFormat): string {
  return `${DOCUMENTATION.replace("{session_id}", sessionId)}?format=${format}`;
}
