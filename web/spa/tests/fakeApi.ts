/** A small FlowPilot behind the mocked network: what each call reads or changes of its data. */

import { HttpResponse, http } from "msw";
import type { AiSession, Fix } from "~/api/types";
import { id, makeFact, makeMe, makeSession, makeStep, NOW, personOf } from "./factories";
import { NOTHING_SIMILAR } from "./fakeCases";
import { FakeData, page } from "./fakeData";
import { makeHypothesis } from "./hypotheses";
import { server } from "./server";

export class FakeApi extends FakeData {
  constructor() {
    super();
    server.use(...this.reading(), ...this.writing(), ...this.presence());
  }

  private reading() {
    return [
      this.get("/auth/me", () => ({ ...makeMe(this.user), psa: this.connected })),
      this.get("/auth/push-key", () => ({ key: "BA0u" })),
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
      this.get("/ai-sessions/:id/similar", ({ id }) => this.similar[String(id)] ?? NOTHING_SIMILAR),
      this.get("/guides/:id", ({ id }) => this.guides.find((one) => one.id === id)),
      this.get("/cases/:id", ({ id }) => this.cases.find((one) => one.id === id)),
      this.get("/ai-sessions/:id/hypotheses", ({ id }) => page(this.hypotheses[String(id)] ?? [])),
      this.get("/ai-sessions/:id/attempts", ({ id }) => page(this.attempts[String(id)] ?? [])),
      this.get("/ai-sessions/:id/signals", ({ id }) => ({
        items: this.signals[String(id)] ?? [],
      })),
      this.get("/ai-sessions/:id/task-lane", ({ id }) => page(this.lanes[String(id)] ?? [])),
      this.get("/ai-sessions/:id/suggested-fixes", ({ id }) => page(this.fixes[String(id)] ?? [])),
      this.get("/ai-sessions/:id/handoffs", ({ id }) => page(this.handoffs[String(id)] ?? [])),
      this.get("/ai-sessions/:id/handoffs/:hid", ({ id, hid }) =>
        this.handoffs[String(id)]?.find((handoff) => handoff.id === hid),
      ),
      ...this.channels.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.psa.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.builder.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.templates.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.scripts.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.tickets.reads.map(([path, answer]) => this.get(path, answer)),
      ...this.trees.reads.map(([path, answer]) => this.get(path, answer)),
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
      this.write("post", "/ai-sessions/:id/hypotheses", 201, ({ id: sessionId }, body) => {
        const hypothesis = makeHypothesis(body);
        this.hypotheses[String(sessionId)] = [hypothesis];
        return hypothesis;
      }),
      this.write("patch", "/ai-sessions/:id/hypotheses/:hid", 200, () => makeHypothesis()),
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
      ...this.account.writes.map(([method, path, answer]) =>
        this.write(method, path, 200, (_params, body) => answer(body)),
      ),
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
      ...this.channels.writes.map((write) => this.write(...write)),
      ...this.psa.writes.map((write) => this.write(...write)),
      ...this.builder.writes.map((write) => this.write(...write)),
      ...this.templates.writes.map((write) => this.write(...write)),
      ...this.scripts.writes.map((write) => this.write(...write)),
      ...this.tickets.writes.map((write) => this.write("post", ...write)),
      ...this.trees.writes.map((write) => this.write(...write)),
      this.write("post", "/ai-sessions/:id/ticket", 200, (params, { psa_ticket_id }) =>
        this.changeSession(params, { psa_ticket_id: String(psa_ticket_id) }),
      ),
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
      ...(["post", "delete"] as const).map((method) =>
        this.write(method, "/auth/push-subscriptions", 204, () => undefined),
      ),
      this.write("post", "/notifications/:nid/read", 200, () => ({})),
      this.write("post", "/notifications/read-all", 204, () => undefined),
      this.write("post", "/auth/register", 201, () => makeMe(this.user)),
      this.write("post", "/auth/login", 200, () => makeMe(this.user)),
    ];
  }
}
