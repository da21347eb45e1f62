/** A small FlowPilot behind the mocked network: its data, and what each call reads or changes. */

import { HttpResponse, http } from "msw";
import type {
  AiSession,
  Attempt,
  Fact,
  Fix,
  Handoff,
  Invitation,
  LaneItem,
  Notification,
  QueueItem,
  Step,
  User,
} from "~/api/types";
import {
  id,
  makeFact,
  makeInvitation,
  makeMe,
  makeSession,
  makeStep,
  makeUser,
  NOW,
  personOf,
} from "./factories";
import { FakeAccount } from "./fakeAccount";
import { FakeDeliveries } from "./fakeDeliveries";
import { FakeWriteUps } from "./fakeWriteUps";
import { MockNetwork } from "./mockNetwork";
import { server } from "./server";

export class FakeApi extends MockNetwork {
  user: User = makeUser();
  members: User[] = [this.user];
  invitations: Invitation[] = [];
  sessions: AiSession[] = [];
  steps: Record<string, Step[]> = {};
  fixes: Record<string, Fix[]> = {};
  facts: Record<string, Fact[]> = {};
  attempts: Record<string, Attempt[]> = {};
  lanes: Record<string, LaneItem[]> = {};
  handoffs: Record<string, Handoff[]> = {};
  account = new FakeAccount();
  deliveries = new FakeDeliveries();
  queue: QueueItem[] = [];
  notifications: Notification[] = [];
  /** The people at each topic, and what the page said of its own user. */
  people: Record<string, { id: string; name: string; typing: boolean }[]> = {};
  shown: { topic: string; typing: boolean; tab: string }[] = [];
  signedOff: string[] = [];
  writeUps = new FakeWriteUps(() => this.user);
  /** What the last outcome of each fix changed, as it was before. */
  private readonly before = new Map<unknown, Partial<Fix>>();

  constructor() {
    super();
    server.use(...this.reading(), ...this.writing(), ...this.presence());
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

  private reading() {
    return [
      this.get("/auth/me", () => makeMe(this.user)),
      this.get("/account/members", () => page(this.members)),
      this.get("/account/invitations", () => page(this.invitations)),
      ...this.account.reads.map(([path, answer]) => this.get(path, answer)),
      this.get("/notifications", () => page(this.notifications)),
      this.get("/ai-sessions/escalations/count", () => ({ count: this.queue.length })),
      this.get("/ai-sessions/escalations", () => page(this.queue)),
      this.get("/ai-sessions", (_params, query) =>
        page(this.sessions.filter(({ problem }) => problem.includes(query.get("q") ?? ""))),
      ),
      this.get("/ai-sessions/:id/steps", ({ id }) => page(this.steps[String(id)] ?? [])),
      this.get("/ai-sessions/:id/facts", ({ id }, query) =>
        page(query.get("dismissed") === "true" ? this.allFactsOf(id) : this.factsOf(id)),
      ),
      this.get("/ai-sessions/:id/attempts", ({ id }) => page(this.attempts[String(id)] ?? [])),
      this.get("/ai-sessions/:id/task-lane", ({ id }) => page(this.lanes[String(id)] ?? [])),
      this.get("/ai-sessions/:id/suggested-fixes", ({ id }) => page(this.fixes[String(id)] ?? [])),
      this.get("/ai-sessions/:id/handoffs", ({ id }) => page(this.handoffs[String(id)] ?? [])),
      this.get("/ai-sessions/:id/handoffs/:hid", ({ id, hid }) =>
        this.handoffs[String(id)]?.find((handoff) => handoff.id === hid),
      ),
      ...this.deliveries.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.writeUps.reads.map(([path, answer]) => this.get(path, answer)),
      this.get("/ai-sessions/:id", ({ id }, query) => ({
        ...this.session(id),
        ...this.parts(String(id), query.get("include")?.split(",") ?? []),
      })),
    ];
  }

  /** Not among the reads and writes: a page repeats these calls by itself. */
  private presence() {
    const path = "*/api/v1/presence";
    const nothing = () => new HttpResponse(null, { status: 204 });
    return [
      http.get(path, ({ request }) => {
        const topics = new URL(request.url).searchParams.get("topics")?.split(",") ?? [];
        return HttpResponse.json({
          items: topics.map((topic) => ({ topic, people: this.people[topic] ?? [] })),
        });
      }),
      http.post(path, async ({ request }) => {
        this.shown.push((await request.json()) as FakeApi["shown"][number]);
        return nothing();
      }),
      http.delete(path, ({ request }) => {
        this.signedOff.push(new URL(request.url).searchParams.get("topic") ?? "");
        return nothing();
      }),
    ];
  }

  /** The parts that `include` adds to a session. */
  private parts(sessionId: string, names: string[]) {
    const all: Record<string, unknown> = {
      steps: { ...page((this.steps[sessionId] ?? []).slice(-50)), previous_cursor: null },
      fixes: page(this.fixes[sessionId] ?? []),
      facts: page(this.factsOf(sessionId)),
      attempts: page(this.attempts[sessionId] ?? []),
      lane: page(this.lanes[sessionId] ?? []),
      handoff: this.handoffs[sessionId]?.[0] ?? null,
    };
    return Object.fromEntries(names.map((name) => [name, all[name]]));
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
        this.recordOutcome(params, body),
      ),
      this.write(
        "delete",
        "/ai-sessions/:id/suggested-fixes/:fid/ai-outcome-proposal",
        200,
        (params) => this.changeFix(params, { ai_outcome_proposal: null }),
      ),
      this.write("put", "/ai-sessions/:id/suggested-fixes/:fid/draft", 200, (params, body) =>
        this.changeFix(params, body as Partial<Fix>),
      ),
      this.write("patch", "/ai-sessions/:id/suggested-fixes/:fid/decision", 200, (params, body) =>
        this.changeFix(params, body as Partial<Fix>),
      ),
      this.write("delete", "/ai-sessions/:id/suggested-fixes/:fid/outcome", 200, (params) =>
        this.changeFix(params, this.before.get(params.fid) ?? { status: "proposed" }),
      ),
      this.write("patch", "/ai-sessions/:id", 200, (params, body) =>
        this.describeSession(params, body as Partial<AiSession>),
      ),
      this.write("post", "/ai-sessions/:id/facts", 201, ({ id: sessionId }, body) => {
        const by = personOf(this.user);
        const fact = makeFact({ ...body, source: "engineer", created_by: by });
        this.facts[String(sessionId)] = [...this.factsOf(sessionId), fact];
        return fact;
      }),
      this.write("patch", "/ai-sessions/:id/facts/:fact", 200, (params, body) =>
        this.changeFact(params, { ...body, edited_by: personOf(this.user) }),
      ),
      this.write("delete", "/ai-sessions/:id/facts/:fact", 200, (params) =>
        this.changeFact(params, { dismissed_at: NOW }),
      ),
      this.write("post", "/ai-sessions/:id/facts/:fact/restore", 200, (params) =>
        this.changeFact(params, { dismissed_at: null }),
      ),
      this.write("patch", "/account", 200, (_params, body) => this.account.changeSettings(body)),
      this.write("put", "/account/ai-budget", 200, (_params, body) => this.account.setBudget(body)),
      this.write("post", "/ai-sessions/:id/notes", 201, (_params, body) =>
        makeStep({ index: 9, kind: "note", content: String(body.content) }),
      ),
      this.write("post", "/ai-sessions/:id/suggested-fixes/:fid/apply", 200, (params) =>
        this.changeFix(params, { applied_at: new Date().toISOString() }),
      ),
      this.write("post", "/ai-sessions/:id/handoff", 201, () => ({ id: id() })),
      this.write("post", "/ai-sessions/:id/handoffs/:hid/claim", 200, () => ({ id: id() })),
      this.write("post", "/ai-sessions/:id/resolve", 200, (params, { verified_by }) => ({
        session: this.changeSession(params, {
          status: "resolved",
          verified_by: verified_by as AiSession["verified_by"],
        }),
      })),
      ...this.deliveries.requests.map(([path, answer]) => this.write("post", path, 202, answer)),
      ...this.writeUps.requests.map(([path, answer]) => this.write("post", path, 202, answer)),
      ...this.writeUps.edits.map(([path, answer]) => this.write("patch", path, 200, answer)),
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
      this.write("post", "/account/invitations", 201, (_params, body) => this.invite(body)),
      this.write("post", "/account/invitations/:iid/resend", 200, ({ iid }) =>
        this.withLink(this.invitation(iid)),
      ),
      this.write("delete", "/account/invitations/:iid", 204, ({ iid }) => {
        this.invitation(iid).state = "revoked";
      }),
      this.write("patch", "/account/members/:uid", 200, ({ uid }, { work: _, ...change }) =>
        Object.assign(this.member(uid), change),
      ),
      this.write("delete", "/account/members/:uid", 204, ({ uid }) => {
        this.members = this.members.filter((member) => member.id !== uid);
      }),
      this.write("post", "/auth/password", 204, () => undefined),
      this.write("post", "/auth/password/forgot", 202, () => undefined),
      this.write("post", "/auth/password/reset", 204, () => undefined),
      this.write("post", "/notifications/:nid/read", 200, () => ({})),
      this.write("post", "/notifications/read-all", 204, () => undefined),
      this.write("post", "/auth/register", 201, () => makeMe(this.user)),
      this.write("post", "/auth/login", 200, () => makeMe(this.user)),
    ];
  }

  /** Setting an offered value, or declining it, ends the offer. */
  private describeSession(params: Record<string, unknown>, part: Partial<AiSession>): AiSession {
    const ended = Object.fromEntries(Object.keys(part).map((name) => [name, null]));
    const offers = { ...this.session(params.id).offers, ...ended };
    return this.changeSession(params, { ...part, offers });
  }

  private member(userId: unknown): User {
    const found = this.members.find((member) => member.id === userId);
    if (!found) throw new Error(`No member ${userId}`);
    return found;
  }

  private invitation(invitationId: unknown): Invitation {
    const found = this.invitations.find((invitation) => invitation.id === invitationId);
    if (!found) throw new Error(`No invitation ${invitationId}`);
    return found;
  }

  private invite(body: Record<string, unknown>) {
    const made = makeInvitation(this.user, body as Partial<Invitation>);
    this.invitations = [made, ...this.invitations];
    return this.withLink(made);
  }

  /** Adds the link, which only creating and resending return. */
  private withLink(invitation: Invitation) {
    return { ...invitation, accept_url: `http://localhost/invite?token=${id()}` };
  }

  private changeSession(params: Record<string, unknown>, part: Partial<AiSession>): AiSession {
    return Object.assign(this.session(params.id), part);
  }

  private allFactsOf(sessionId: unknown): Fact[] {
    const facts = this.facts[String(sessionId)] ?? [];
    return facts.toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
  }

  private factsOf(sessionId: unknown): Fact[] {
    return this.allFactsOf(sessionId).filter((fact) => fact.dismissed_at === null);
  }

  private changeFact(params: Record<string, unknown>, part: Partial<Fact>): Fact {
    const found = this.facts[String(params.id)]?.find((fact) => fact.id === params.fact);
    if (!found) throw new Error(`No fact ${params.fact}`);
    return Object.assign(found, part);
  }

  private recordOutcome(params: Record<string, unknown>, body: Record<string, unknown>): Fix {
    const fix = this.fixes[String(params.id)]?.find((each) => each.id === params.fid);
    const status = body.outcome as Fix["status"];
    const { ai_outcome_proposal = null } = fix ?? {};
    if (fix) this.before.set(params.fid, { status: fix.status, ai_outcome_proposal });
    const isTerminal = status !== "applied_pending" && status !== "applied_partial";
    const isAnswered = isTerminal || ai_outcome_proposal?.outcome === status;
    return this.changeFix(params, {
      status,
      ai_outcome_proposal: isAnswered ? null : ai_outcome_proposal,
      remind_at: (body.remind_at as string | undefined) ?? null,
    });
  }

  private changeFix(params: Record<string, unknown>, part: Partial<Fix>): Fix {
    const fixes = this.fixes[String(params.id)] ?? [];
    const index = fixes.findIndex((fix) => fix.id === params.fid);
    const changed = { ...fixes[index], ...part } as Fix;
    fixes[index] = changed;
    return changed;
  }
}

function page<T>(items: T[]) {
  return { items: [...items], next_cursor: null };
}
