/**
 * The one door to the API: the typed client, the CSRF token, and what every answer is looked at for (401, 402, errors).
 *
 * Which calls there are is said by the modules beside this one.
 */
import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, type ErrorBody } from "./errors";
import { billingLock, lockOf, signedOut } from "./gate";
import type { paths } from "./schema";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Here a 401 is an answer, not the end of a login. */
const ASKS_FOR_LOGIN = /\/auth\/(me|login|register|invitations\/accept|password\/(forgot|reset))$/;
/** Works without a plan, so its success says nothing about one. */
const UNGATED = /^\/api\/v1\/(auth|account|billing)\//;

let csrfToken = "";

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

const edge: Middleware = {
  onRequest({ request }) {
    if (!SAFE_METHODS.has(request.method) && csrfToken) {
      request.headers.set("X-CSRF-Token", csrfToken);
    }
    return request;
  },
  onResponse({ request, response }) {
    const { pathname } = new URL(request.url);
    if (response.status === 401 && !ASKS_FOR_LOGIN.test(pathname)) signedOut.set(true);
    if (response.ok && !UNGATED.test(pathname)) billingLock.set(null);
  },
};

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  credentials: "same-origin",
  fetch: (request) => globalThis.fetch(request),
});
client.use(edge);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or an ApiError thrown. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await reach(call);
  if (response.ok) return data as T;
  const failure = new ApiError(response.status, bodyOf(error), retryAfter(response));
  if (failure.status === 402) billingLock.set(lockOf(failure.detail));
  throw failure;
}

async function reach<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, {});
  }
}

function bodyOf(error: unknown): ErrorBody {
  return typeof error === "object" && error !== null ? (error as ErrorBody) : {};
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** What every write carries: the key of the user's act, see `newKey`. */
export function keyed(key: string): { headers: { "Idempotency-Key": string } } {
  return { headers: { "Idempotency-Key": key } };
}
