/** What the small FlowPilot of the tests holds, and how a call changes it. */
import type {
  AiSession,
  Attempt,
  Case,
  Fact,
  Fix,
  Guide,
  Handoff,
  Hypothesis,
  Invitation,
  LaneItem,
  Me,
  Notification,
  QueueItem,
  SessionSignal,
  Similar,
  Step,
  User,
} from "~/api/types";
import { id, makeInvitation, makeUser } from "./factories";
import { FakeAccount } from "./fakeAccount";
import { FakeBuilder } from "./fakeBuilder";
import { FakeChannels } from "./fakeChannels";
import { FakeDeliveries } from "./fakeDeliveries";
import { FakePsa } from "./fakePsa";
import { FakeScripts } from "./fakeScripts";
import { FakeTemplates } from "./fakeTemplates";
import { FakeTickets } from "./fakeTickets";
import { FakeTrees } from "./fakeTrees";
import { FakeWriteUps } from "./fakeWriteUps";
import { MockNetwork } from "./mockNetwork";

export class FakeData extends MockNetwork {
  user: User = makeUser();
  members: User[] = [this.user];
  invitations: Invitation[] = [];
  sessions: AiSession[] = [];
  steps: Record<string, Step[]> = {};
  fixes: Record<string, Fix[]> = {};
  facts: Record<string, Fact[]> = {};
  hypotheses: Record<string, Hypothesis[]> = {};
  attempts: Record<string, Attempt[]> = {};
  similar: Record<string, Similar> = {};
  cases: Case[] = [];
  guides: Guide[] = [];
  lanes: Record<string, LaneItem[]> = {};
  signals: Record<string, SessionSignal[]> = {};
  handoffs: Record<string, Handoff[]> = {};
  account = new FakeAccount();
  channels = new FakeChannels();
  psa = new FakePsa();
  builder = new FakeBuilder();
  scripts = new FakeScripts();
  templates = new FakeTemplates();
  tickets = new FakeTickets();
  trees = new FakeTrees(() => this.user);
  /** The ticket system as `/auth/me` names it. */
  connected: Me["psa"] = null;
  deliveries = new FakeDeliveries();
  queue: QueueItem[] = [];
  notifications: Notification[] = [];
  /** The people at each topic, and what the page said of its own user. */
  people: Record<string, { id: string; name: string; typing: boolean }[]> = {};
  shown: { topic: string; typing: boolean; tab: string }[] = [];
  signedOff: string[] = [];
  writeUps = new FakeWriteUps(() => this.user);
  /** What the last outcome of each fix changed, as it was before. */
  protected readonly before = new Map<unknown, Partial<Fix>>();

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

  /** The parts that `include` adds to a session. */
  protected parts(sessionId: string, names: string[]) {
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

  /** Setting an offered value, or declining it, ends the offer. */
  protected describeSession(params: Record<string, unknown>, part: Partial<AiSession>): AiSession {
    const ended = Object.fromEntries(Object.keys(part).map((name) => [name, null]));
    const offers = { ...this.session(params.id).offers, ...ended };
    return this.changeSession(params, { ...part, offers });
  }

  protected member(userId: unknown): User {
    const found = this.members.find((member) => member.id === userId);
    if (!found) throw new Error(`No member ${userId}`);
    return found;
  }

  protected invitation(invitationId: unknown): Invitation {
    const found = this.invitations.find((invitation) => invitation.id === invitationId);
    if (!found) throw new Error(`No invitation ${invitationId}`);
    return found;
  }

  protected invite(body: Record<string, unknown>) {
    const made = makeInvitation(this.user, body as Partial<Invitation>);
    this.invitations = [made, ...this.invitations];
    return this.withLink(made);
  }

  /** Adds the link, which only creating and resending return. */
  protected withLink(invitation: Invitation) {
    return { ...invitation, accept_url: `http://localhost/invite?token=${id()}` };
  }

  protected changeSession(params: Record<string, unknown>, part: Partial<AiSession>): AiSession {
    return Object.assign(this.session(params.id), part);
  }

  protected allFactsOf(sessionId: unknown): Fact[] {
    const facts = this.facts[String(sessionId)] ?? [];
    return facts.toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
  }

  protected factsOf(sessionId: unknown): Fact[] {
    return this.allFactsOf(sessionId).filter((fact) => fact.dismissed_at === null);
  }

  protected changeFact(params: Record<string, unknown>, part: Partial<Fact>): Fact {
    const found = this.facts[String(params.id)]?.find((fact) => fact.id === params.fact);
    if (!found) throw new Error(`No fact ${params.fact}`);
    return Object.assign(found, part);
  }

  protected recordOutcome(params: Record<string, unknown>, body: Record<string, unknown>): Fix {
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

  protected changeFix(params: Record<string, unknown>, part: Partial<Fix>): Fix {
    const fixes = this.fixes[String(params.id)] ?? [];
    const index = fixes.findIndex((fix) => fix.id === params.fid);
    const changed = { ...fixes[index], ...part } as Fix;
    fixes[index] = changed;
    return changed;
  }
}

export function page<T>(items: T[]) {
  return { items: [...items], next_cursor: null };
}
