/** A small FlowPilot behind the network: what it holds, what it was asked to write, and how a test makes it fail. */
import { HttpResponse, http } from "msw";
import type { AiSession, Fix, Handoff, Notification, QueueItem, Step, User } from "~/api/types";
import { id, makeMe, makeSession, makeStep, makeUser, NOW, personOf } from "./makers";
import { server } from "./server";

const API = "*/api/v1";

export interface Write {
  path: string;
  body: unknown;
  key: string | null;
  csrf: string | null;
}

interface Refusal {
  status: number;
  code: string;
  message?: string;
  detail?: Record<string, unknown>;
}

export class World {
  user: User = makeUser();
  members: User[] = [this.user];
  sessions: AiSession[] = [];
  steps: Record<string, Step[]> = {};
  fixes: Record<string, Fix[]> = {};
  handoffs: Record<string, Handoff[]> = {};
  queue: QueueItem[] = [];
  notifications: Notification[] = [];
  writes: Write[] = [];
  /** How often each list was read. */
  reads: Record<string, number> = {};
  private readonly refusals = new Map<string, Refusal | "no answer">();

  constructor() {
    server.use(...this.reading(), ...this.writing());
  }

  add(aiSession: AiSession, steps: Step[] = [], fixes: Fix[] = []): AiSession {
    this.sessions.push(aiSession);
    this.steps[aiSession.id] = steps;
    this.fixes[aiSession.id] = fixes;
    return aiSession;
  }

  session(sessionId: unknown): AiSession {
    const found = this.sessions.find((aiSession) => aiSession.id === sessionId);
    if (!found) throw new Error(`No session ${sessionId}`);
    return found;
  }

  /** From now on calls whose path ends like this are refused; null lets them pass again. */
  refuse(pathEnd: string, refusal: Refusal | "no answer" | null): void {
    if (refusal) this.refusals.set(pathEnd, refusal);
    else this.refusals.delete(pathEnd);
  }

  writesTo(pathEnd: string): Write[] {
    return this.writes.filter((write) => write.path.endsWith(pathEnd));
  }

  private reading() {
    return [
      this.get("/auth/me", () => makeMe(this.user)),
      this.get("/account/members", () => page(this.members)),
      this.get("/notifications", () => page(this.notifications)),
      this.get("/ai-sessions/escalations/count", () => ({ count: this.queue.length })),
      this.get("/ai-sessions/escalations", () => page(this.queue)),
      this.get("/ai-sessions", (_params, query) =>
        page(this.sessions.filter(({ problem }) => problem.includes(query.get("q") ?? ""))),
      ),
      this.get("/ai-sessions/:id/steps", ({ id }) => page(this.steps[String(id)] ?? [])),
      this.get("/ai-sessions/:id/facts", () => page([])),
      this.get("/ai-sessions/:id/attempts", () => page([])),
      this.get("/ai-sessions/:id/suggested-fixes", ({ id }) => page(this.fixes[String(id)] ?? [])),
      this.get("/ai-sessions/:id/handoffs", ({ id }) => page(this.handoffs[String(id)] ?? [])),
      this.get("/ai-sessions/:id/handoffs/:hid", ({ id, hid }) =>
        this.handoffs[String(id)]?.find((handoff) => handoff.id === hid),
      ),
      this.get("/ai-sessions/:id", ({ id }) => this.session(id)),
    ];
  }

  private writing() {
    return [
      this.write("post", "/ai-sessions", 201, (_params, body) => {
        const problem = String(body.problem);
        const first = makeStep({ author: personOf(this.user), content: problem });
        return this.add(makeSession(this.user, { problem, title: problem }), [first]);
      }),
      this.write("post", "/ai-sessions/:id/messages", 202, ({ id: sessionId }, body) => {
        const steps = this.steps[String(sessionId)] ?? [];
        const step = makeStep({
          index: steps.length,
          author: personOf(this.user),
          content: String(body.content),
        });
        steps.push(step);
        return { step, reply: { id: id(), status: "queued" } };
      }),
      this.write("patch", "/ai-sessions/:id/suggested-fixes/:fid/outcome", 200, (params, body) =>
        this.changeFix(params, { status: body.outcome as Fix["status"] }),
      ),
      this.write("post", "/ai-sessions/:id/suggested-fixes/:fid/apply", 200, (params) =>
        this.changeFix(params, { applied_at: NOW }),
      ),
      this.write("post", "/ai-sessions/:id/handoff", 201, () => ({ id: id() })),
      this.write("post", "/ai-sessions/:id/handoffs/:hid/claim", 200, () => ({ id: id() })),
      this.write("post", "/ai-sessions/:id/resolve", 200, ({ id: sessionId }) => ({
        session: { ...this.session(sessionId), status: "resolved" },
      })),
      this.write("post", "/ai-sessions/:id/handoffs/:hid/recall", 200, () => ({ id: id() })),
      this.write("post", "/ai-sessions/:id/pickup", 200, ({ id: sessionId }) =>
        this.session(sessionId),
      ),
      this.write("post", "/ai-sessions/:id/reply/retry", 202, () => ({ reply: null })),
      this.write("post", "/ai-sessions/:id/reopen", 200, (params) =>
        this.changeSession(params, { status: "active", can_write: true }),
      ),
      this.write("post", "/ai-sessions/:id/resume", 200, (params) =>
        this.changeSession(params, { status: "active", can_write: true }),
      ),
      this.write("post", "/auth/password", 204, () => undefined),
      this.write("post", "/auth/password/forgot", 202, () => undefined),
      this.write("post", "/auth/password/reset", 204, () => undefined),
      this.write("post", "/notifications/:nid/read", 200, () => ({})),
      this.write("post", "/notifications/read-all", 204, () => undefined),
      this.write("post", "/auth/login", 200, () => makeMe(this.user)),
    ];
  }

  private changeSession(params: Record<string, unknown>, part: Partial<AiSession>): AiSession {
    return Object.assign(this.session(params.id), part);
  }

  private changeFix(params: Record<string, unknown>, part: Partial<Fix>): Fix {
    const fixes = this.fixes[String(params.id)] ?? [];
    const place = fixes.findIndex((fix) => fix.id === params.fid);
    const changed = { ...fixes[place], ...part } as Fix;
    fixes[place] = changed;
    return changed;
  }

  private get(
    path: string,
    answer: (params: Record<string, unknown>, query: URLSearchParams) => unknown,
  ) {
    return http.get(API + path, ({ request, params }) => {
      this.reads[path] = (this.reads[path] ?? 0) + 1;
      return (
        this.refused(request) ??
        HttpResponse.json(answer(params, new URL(request.url).searchParams) as object)
      );
    });
  }

  private write(
    method: "post" | "patch",
    path: string,
    status: number,
    answer: (params: Record<string, unknown>, body: Record<string, unknown>) => unknown,
  ) {
    return http[method](API + path, async ({ request, params }) => {
      const text = await request.text();
      const body = text ? JSON.parse(text) : {};
      this.writes.push({
        path: new URL(request.url).pathname,
        body,
        key: request.headers.get("Idempotency-Key"),
        csrf: request.headers.get("X-CSRF-Token"),
      });
      const refused = this.refused(request);
      if (refused) return refused;
      const made = answer(params, body);
      return made === undefined
        ? new HttpResponse(null, { status })
        : HttpResponse.json(made as object, { status });
    });
  }

  private refused(request: Request): Response | undefined {
    const { pathname } = new URL(request.url);
    for (const [pathEnd, refusal] of this.refusals) {
      if (!pathname.endsWith(pathEnd)) continue;
      if (refusal === "no answer") return HttpResponse.error();
      const { status, code, message = code, detail = {} } = refusal;
      return HttpResponse.json({ status, code, message, detail, request_id: "r-1" }, { status });
    }
    return undefined;
  }
}

function page<T>(items: T[]) {
  return { items: [...items], next_cursor: null };
}
