/** The account's settings, its AI usage and its budget: what a test says they are, and how a call changes them. */
import type { AiUsage, Budget } from "~/api/aiUsage";
import { budgetStateOf, makeAiUsage } from "./factories";

type Body = Record<string, unknown>;

export class FakeAccount {
  aiUsage: AiUsage = makeAiUsage();
  settings = { time_unit_minutes: 5, redact_contacts: false, images: true };

  /** Path and answer of each GET. */
  readonly reads: [string, () => unknown][] = [
    ["/account", () => this.account()],
    ["/usage/ai", () => this.aiUsage],
    ["/usage/ai/state", () => budgetStateOf(this.aiUsage)],
  ];

  changeSettings(body: Body) {
    Object.assign(this.settings, body.settings);
    return this.account();
  }

  setBudget(body: Body) {
    const { monthly_micros: budget_micros, hard_stop } = body as unknown as Budget;
    this.aiUsage = makeAiUsage({ budget_micros, hard_stop });
    return body;
  }

  private account() {
    return { id: "a1", name: "Acme", settings: this.settings };
  }
}
