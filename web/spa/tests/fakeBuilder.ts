/** Sessions of the script builder, and what a call does to them. A copilot that is stopped has written a part and a draft. */
import type { ScriptDraft, ScriptMessage, ScriptSession } from "~/api/scriptBuilder";
import { id, NOW } from "./factories";
import { makeScript } from "./fakeScripts";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

const DRAFT: ScriptDraft = {
  title: "List printers",
  purpose: "Lists the printers of a server.",
  language: "powershell",
  body: "Get-Printer\n",
  parameters: [],
  risk: "reads",
  risk_reasons: [],
};

export function makeMessage(part: Partial<ScriptMessage> = {}): ScriptMessage {
  return {
    id: id(),
    role: "user",
    content: "List the printers",
    status: "finished",
    draft_version: null,
    code: null,
    provider_label: null,
    created_at: NOW,
    ...part,
  };
}

export function makeScriptSession(part: Partial<ScriptSession> = {}): ScriptSession {
  return {
    id: id(),
    origin: "standalone",
    ai_session_id: null,
    fix_id: null,
    title: "New script",
    language: "powershell",
    status: "open",
    draft_version: 0,
    script_id: null,
    script_version: null,
    created_at: NOW,
    updated_at: NOW,
    script: null,
    messages: [],
    ...part,
  };
}

export class FakeBuilder {
  sessions: ScriptSession[] = [];

  readonly reads: [string, (params: Params) => unknown][] = [
    [
      "/script-builder/sessions",
      () => ({ items: this.sessions.filter(({ status }) => status === "open"), next_cursor: null }),
    ],
    ["/script-builder/sessions/:sid", ({ sid }) => this.one(sid)],
  ];

  readonly writes: [
    "post" | "patch" | "delete",
    string,
    number,
    (params: Params, body: Body) => unknown,
  ][] = [
    ["post", "/script-builder/sessions", 201, () => this.add(makeScriptSession())],
    ["post", "/script-builder/sessions/:sid/messages", 202, ({ sid }, body) => this.say(sid, body)],
    ["post", "/script-builder/sessions/:sid/stop", 202, ({ sid }) => this.stop(sid)],
    ["post", "/script-builder/sessions/:sid/save", 201, ({ sid }) => this.save(sid)],
    ["delete", "/script-builder/sessions/:sid", 204, ({ sid }) => this.end(sid, "abandoned")],
  ];

  add(scriptSession: ScriptSession): ScriptSession {
    this.sessions.push(scriptSession);
    return scriptSession;
  }

  private one(sid: unknown): ScriptSession {
    return this.sessions.find((each) => each.id === sid) as ScriptSession;
  }

  private change(sid: unknown, part: Partial<ScriptSession>): void {
    this.sessions = this.sessions.map((each) => (each.id === sid ? { ...each, ...part } : each));
  }

  private say(sid: unknown, { content }: Body) {
    const message = makeMessage({ content: String(content) });
    const reply = makeMessage({ role: "assistant", content: "", status: "running" });
    this.change(sid, { messages: [...this.one(sid).messages, message, reply] });
    return { message, reply };
  }

  private stop(sid: unknown) {
    const messages = this.one(sid).messages.map((each) =>
      each.status === "running"
        ? {
            ...each,
            status: "cancelled" as const,
            content: "It reads the queues",
            draft_version: 1,
          }
        : each,
    );
    this.change(sid, { messages, script: DRAFT, draft_version: 1 });
    return { reply: null };
  }

  private save(sid: unknown) {
    const script = makeScript({ title: DRAFT.title, body: DRAFT.body, parameters: [] });
    this.change(sid, { status: "saved", script_id: script.id });
    return script;
  }

  private end(sid: unknown, status: ScriptSession["status"]): void {
    this.change(sid, { status });
  }
}
