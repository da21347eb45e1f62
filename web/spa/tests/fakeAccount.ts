/** The account's settings, its AI usage and its budget: what a test says they are, and how a call changes them. */
import type { AiUsage, Budget } from "~/api/aiUsage";
import type { Choices, NoticeEvent, Preferences } from "~/api/preferences";
import { budgetStateOf, makeAiUsage } from "./factories";
import { makePreferences, reachWith } from "./preferences";

type Body = Record<string, unknown>;

export class FakeAccount {
  aiUsage: AiUsage = makeAiUsage();
  settings = {
    time_unit_minutes: 5,
    redact_contacts: false,
    ask_to_templatize: true,
    images: true,
    escalation_waiting_minutes: 15,
    time_zone: "UTC",
  };

  preferences: Preferences = makePreferences();

  /** Path and answer of each GET. */
  readonly reads: [string, () => unknown][] = [
    ["/account", () => this.account()],
    ["/auth/preferences", () => this.preferences],
    ["/auth/preferences/now", () => reachWith(this.preferences)],
    ["/usage/ai", () => this.aiUsage],
    ["/usage/ai/state", () => budgetStateOf(this.aiUsage)],
  ];

  /** Method, path and answer of each write. */
  readonly writes: ["put" | "patch", string, (body: Body) => unknown][] = [
    ["patch", "/account", (body) => this.changeSettings(body)],
    ["put", "/account/ai-budget", (body) => this.setBudget(body)],
    ["put", "/auth/preferences", (body) => this.changePreferences(body)],
  ];

  private changeSettings(body: Body) {
    Object.assign(this.settings, body.settings);
    return this.account();
  }

  private changePreferences(body: Body) {
    const events = { ...this.preferences.events };
    for (const [event, channels] of Object.entries((body.events as Choices) ?? {}))
      events[event as NoticeEvent] = { ...events[event as NoticeEvent], ...channels };
    this.preferences = { ...this.preferences, ...body, events };
    return this.preferences;
  }

  private setBudget(body: Body) {
    const { monthly_micros: budget_micros, hard_stop } = body as unknown as Budget;
    this.aiUsage = makeAiUsage({ budget_micros, hard_stop });
    return body;
  }

  private account() {
    return { id: "a1", name: "Acme", settings: this.settings };
  }
}
