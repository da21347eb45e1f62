/** Uploads of images and text files. They use XMLHttpRequest, because `fetch` does not report how much has been sent. */
import { client, csrf, keyed, unwrap } from "./client";
import { ApiError, type ErrorBody } from "./errors";
import type { Attachment } from "./types";

/** Stands for the session that its first message will open. */
const NEW = "new";

function folder(sessionId: string): string {
  const base = "/api/v1/ai-sessions";
  return sessionId === NEW ? `${base}/attachments` : `${base}/${sessionId}/attachments`;
}

/** The address of the whole, or of an image's thumbnail. `sessionId` is the session's id, or "new" before there is one. */
export function attachmentUrl(sessionId: string, id: string, size?: "thumbnail"): string {
  return `${folder(sessionId)}/${id}${size ? "?size=320" : ""}`;
}

export interface UploadOptions {
  name: string;
  key: string;
  /** Called with the part that has been sent, 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/** Rejects with an ApiError; also when `signal` aborts. */
export function uploadAttachment(
  sessionId: string,
  file: File,
  { name, key, onProgress, signal }: UploadOptions,
): Promise<Attachment> {
  const form = new FormData();
  form.append("file", file, file.name);
  form.append("name", name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", new URL(folder(sessionId), globalThis.location.origin));
    for (const [header, value] of Object.entries({ ...keyed(key).headers, ...csrf() }))
      request.setRequestHeader(header, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 201) resolve(answer as unknown as Attachment);
      else reject(new ApiError(request.status, answer));
    };
    request.onerror = () => reject(new ApiError(0, {}));
    request.onabort = () => reject(new ApiError(0, {}));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function parsed(text: string): ErrorBody {
  try {
    return JSON.parse(text) as ErrorBody;
  } catch {
    return {};
  }
}

export async function removeAttachment(sessionId: string, id: string): Promise<void> {
  if (sessionId === NEW) {
    const params = { path: { upload_id: id } };
    await unwrap(client.DELETE("/api/v1/ai-sessions/attachments/{upload_id}", { params }));
    return;
  }
  const params = { path: { session_id: sessionId, attachment_id: id } };
  const path = "/api/v1/ai-sessions/{session_id}/attachments/{attachment_id}";
  await unwrap(client.DELETE(path, { params }));
}

export function renameAttachment(
  sessionId: string,
  id: string,
  name: string,
  key: string,
): Promise<Attachment> {
  const rest = { body: { name }, ...keyed(key) };
  if (sessionId === NEW) {
    const params = { path: { upload_id: id } };
    return unwrap(client.PATCH("/api/v1/ai-sessions/attachments/{upload_id}", { params, ...rest }));
  }
  const params = { path: { session_id: sessionId, attachment_id: id } };
  const path = "/api/v1/ai-sessions/{session_id}/attachments/{attachment_id}";
  return unwrap(client.PATCH(path, { params, ...rest }));
}
