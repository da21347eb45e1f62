/** The mocked network: the reads and writes that it carried, and the faults that a test sets. */
import { HttpResponse, http } from "msw";

const API = "*/api/v1";

export interface Write {
  path: string;
  /** Includes the question mark. */
  search: string;
  body: unknown;
  key: string | null;
  csrf: string | null;
}

export interface Refusal {
  status: number;
  code: string;
  message?: string;
  detail?: Record<string, unknown>;
  /** Seconds. */
  retryAfter?: number;
}

/** "no answer": the call never arrives. "answer lost": the call takes effect, but its answer does not arrive. */
export type Fault = "no answer" | "answer lost";

/** The body of a JSON call; a form counts as empty. */
async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  if (request.headers.get("Content-Type")?.startsWith("multipart/form-data")) return {};
  const text = await request.text();
  return text ? JSON.parse(text) : {};
}

export class MockNetwork {
  writes: Write[] = [];
  deletes: string[] = [];
  /** The number of reads of each list. */
  reads: Record<string, number> = {};
  private readonly refusals = new Map<string, Refusal | Fault>();
  /** The answers for repeated idempotency keys. */
  private readonly answers = new Map<string, () => Response>();

  /** Refuses calls whose path ends like this from now on; null accepts them again. */
  refuse(pathEnd: string, refusal: Refusal | Fault | null): void {
    if (refusal) this.refusals.set(pathEnd, refusal);
    else this.refusals.delete(pathEnd);
  }

  writesTo(pathEnd: string): Write[] {
    return this.writes.filter((write) => write.path.endsWith(pathEnd));
  }

  deletesOf(pathEnd: string): string[] {
    return this.deletes.filter((path) => path.endsWith(pathEnd));
  }

  /** The number of calls that read something. */
  get readCalls(): number {
    return Object.values(this.reads).reduce((sum, n) => sum + n, 0);
  }

  protected get(
    path: string,
    answer: (params: Record<string, unknown>, query: URLSearchParams) => unknown,
  ) {
    return http.get(API + path, ({ request, params }) => {
      const query = new URL(request.url).searchParams;
      const response = this.refused(request) ?? HttpResponse.json(answer(params, query) as object);
      // Ignores calls of a previous test's app about a session that this FakeApi does not have.
      this.reads[path] = (this.reads[path] ?? 0) + 1;
      return response;
    });
  }

  protected write(
    method: "post" | "patch" | "put" | "delete",
    path: string,
    status: number,
    answer: (params: Record<string, unknown>, body: Record<string, unknown>) => unknown,
  ) {
    return http[method](API + path, async ({ request, params }) => {
      const body = await bodyOf(request);
      if (method === "delete") this.deletes.push(new URL(request.url).pathname);
      this.writes.push({
        path: new URL(request.url).pathname,
        search: new URL(request.url).search,
        body,
        key: request.headers.get("Idempotency-Key"),
        csrf: request.headers.get("X-CSRF-Token"),
      });
      const isLost = this.refusalOf(request) === "answer lost";
      const refused = isLost ? undefined : this.refused(request);
      if (refused) return refused;
      const response = this.once(request, status, () => answer(params, body));
      return isLost ? HttpResponse.error() : response;
    });
  }

  /** Like the server: a key that took effect gets its first answer again, and nothing happens a second time. */
  private once(request: Request, status: number, act: () => unknown): Response {
    const key = request.headers.get("Idempotency-Key") ?? "";
    const again = this.answers.get(key);
    if (again) return again();
    const made = act();
    // A refusal that follows from the data itself; it is answered again the same way.
    if (made instanceof Response) return made;
    const respond = () =>
      made === undefined
        ? new HttpResponse(null, { status })
        : HttpResponse.json(made as object, { status });
    if (key) this.answers.set(key, respond);
    return respond();
  }

  private refusalOf(request: Request): Refusal | Fault | undefined {
    const { pathname } = new URL(request.url);
    return [...this.refusals].find(([pathEnd]) => pathname.endsWith(pathEnd))?.[1];
  }

  private refused(request: Request): Response | undefined {
    const refusal = this.refusalOf(request);
    if (!refusal) return undefined;
    if (typeof refusal === "string") return HttpResponse.error();
    const { status, code, message = code, detail = {}, retryAfter } = refusal;
    const headers = retryAfter ? { "Retry-After": String(retryAfter) } : undefined;
    const body = { status, code, message, detail, request_id: "r-1" };
    return HttpResponse.json(body, { status, headers });
  }
}
