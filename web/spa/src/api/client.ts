/**
 * The only client of the API: the typed calls, the CSRF token, and the checks of every answer (401, 402, errors).
 *
 * The modules beside this one define the calls.
 */
import createClient, { type Middleware } from "openapi-fetch";
import { learnFromDateHeader } from "~/lib/serverTime";
import { ApiError, type ErrorBody } from "./errors";
import { billingLock, lockOf, signedOut } from "./gate";
import { refuseWhileReloading } from "./pageUser";
import type { paths } from "./schema";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** For these paths a 401 is an ordinary answer, not the end of a login. */
const ASKS_FOR_LOGIN = /\/auth\/(me|login|register|invitations\/accept|password\/(forgot|reset))$/;
/** These paths work without a plan, so their success does not show that there is one. */
const UNGATED = /^\/api\/v1\/(auth|account|billing)\//;

let csrfToken = "";
let refetchMe: () => Promise<unknown> = async () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** The header that every write of a login carries; for the uploads, which do not go through `fetch`. */
export function csrf(): { "X-CSRF-Token"?: string } {
  return csrfToken ? { "X-CSRF-Token": csrfToken } : {};
}

/** Sets what to do when a write is refused for its CSRF token: the login was renewed in another tab, or belongs to somebody else now. */
export function onTokenRefused(ask: () => Promise<unknown>): void {
  refetchMe = ask;
}

const edge: Middleware = {
  onRequest({ request }) {
    refuseWhileReloading();
    if (!SAFE_METHODS.has(request.method) && csrfToken) {
      request.headers.set("X-CSRF-Token", csrfToken);
    }
    return request;
  },
  onResponse({ request, response }) {
    const { pathname } = new URL(request.url);
    learnFromDateHeader(response.headers.get("Date"));
    if (response.status === 401 && !ASKS_FOR_LOGIN.test(pathname)) signedOut.set(true);
    if (response.ok && !UNGATED.test(pathname)) billingLock.set(null);
  },
};

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  credentials: "same-origin",
  // The API reads a list as one value with commas.
  querySerializer: { array: { style: "form", explode: false } },
  fetch: (request) => globalThis.fetch(request),
});
client.use(edge);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Returns the data of an answer, or throws an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await reach(call);
  if (response.ok) return data as T;
  const failure = new ApiError(response.status, bodyOf(error), retryAfter(response));
  if (failure.status === 402) billingLock.set(lockOf(failure.detail));
  if (failure.code === "csrf_failed") await refetchMe().catch(() => undefined);
  throw failure;
}

async function reach<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
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

/** The header of every write: the key of the user's action, see `newKey`. */
export function keyed(key: string): { headers: { "Idempotency-Key": string } } {
  return { headers: { "Idempotency-Key": key } };
}
