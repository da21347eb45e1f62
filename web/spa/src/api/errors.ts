/** Failed calls as the rest of the app sees them, and the messages that describe them. */

export interface ErrorBody {
  code?: string;
  message?: string;
  detail?: Record<string, unknown> | null;
  request_id?: string;
}

/** An answer of the API other than success; `status` is 0 if there was no answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: Record<string, unknown>;
  readonly requestId: string | null;
  /** Seconds to wait, from Retry-After. */
  readonly retryAfter: number | null;

  constructor(status: number, body: ErrorBody, retryAfter: number | null = null) {
    super(body.message ?? fallbackMessage(status));
    this.name = "ApiError";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "no_connection" : "unknown");
    this.detail = body.detail ?? {};
    this.requestId = body.request_id ?? null;
    this.retryAfter = retryAfter;
  }
}

function fallbackMessage(status: number): string {
  return status === 0 ? "FlowPilot could not be reached." : `The server answered HTTP ${status}.`;
}

export function isStatus(error: unknown, status: number): error is ApiError {
  return error instanceof ApiError && error.status === status;
}

export function hasCode(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

/** One sentence for people. */
export function messageOf(error: unknown): string {
  if (isStatus(error, 429) && error.retryAfter) {
    return `Too many tries. Wait ${waitText(error.retryAfter)}, then try again.`;
  }
  if (hasCode(error, "csrf_failed")) return "You signed in again in another tab. Try again.";
  if (hasCode(error, "idempotency_conflict")) return repeatedText(error);
  return error instanceof Error ? error.message : "Something failed, and no reason is known.";
}

/** The first call with the same key is still running, or it sent another body. */
function repeatedText(error: ApiError): string {
  if (error.retryAfter) return "The first attempt is still running. Try again in a moment.";
  return "An earlier version of this was already received. Trying again also sends this one.";
}

function waitText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return `${Math.ceil(seconds / 60)} min`;
}

/** The first message of each field of a `validation_failed` answer. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!hasCode(error, "validation_failed")) return {};
  const entries = Object.entries(error.detail).map(([field, found]) => [
    field,
    firstMessage(found),
  ]);
  return Object.fromEntries(entries);
}

/** Of a field's messages, or of those of its parts: `{quiet_hours: {to: ["Use a time such as 22:00."]}}`. */
function firstMessage(found: unknown): string {
  if (typeof found !== "object" || found === null) return String(found);
  return firstMessage(Object.values(found)[0] ?? "");
}
