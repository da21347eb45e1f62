/** Templates for the scripts of fixes: what matches, what is asked after a resolve, the proposal, and the builder beside a chat. */
import type { TemplateMatch, Templatization } from "~/api/fixTemplates";
import { id } from "./factories";
import { makeScript } from "./fakeScripts";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

export function makeMatch(part: Partial<TemplateMatch> = {}): TemplateMatch {
  const { id: script_id, title, language, risk, risk_reasons, parameters } = makeScript();
  return {
    script_id,
    title,
    score: 0.9,
    values: { PrinterName: "PRN-02" },
    language,
    risk,
    risk_reasons,
    parameters,
    read_only: false,
    ...part,
  };
}

export function makeTemplatization(part: Partial<Templatization> = {}): Templatization {
  const { title, purpose, language, body, parameters } = makeScript();
  return {
    id: id(),
    status: "ready",
    title,
    purpose,
    language,
    body,
    parameters,
    replaced: [{ parameter: "PrinterName", text: "'PRN-02'", lines: [1] }],
    error: null,
    provider_label: null,
    result_script_id: null,
    ...part,
  };
}

export class FakeTemplates {
  matches: TemplateMatch[] = [];
  /** The fix that may be asked about, once. */
  offered: string | null = null;
  proposal = makeTemplatization({ status: "pending" });

  readonly reads: [string, (params: Params) => unknown][] = [
    ["/ai-sessions/:id/suggested-fixes/:fid/template-matches", () => ({ items: this.matches })],
    ["/scripts/templatize/:tid", () => this.proposal],
  ];

  readonly writes: ["post" | "delete", string, number, (params: Params, body: Body) => unknown][] =
    [
      ["post", "/ai-sessions/:id/template-offer", 200, () => this.offer()],
      ["post", "/scripts/templatize", 202, () => this.proposal],
      ["post", "/scripts/templatize/:tid/accept", 200, () => this.decide("accepted")],
      ["post", "/scripts/templatize/:tid/reject", 200, () => this.decide("rejected")],
    ];

  private offer() {
    const fix_id = this.offered;
    this.offered = null;
    return { fix_id };
  }

  private decide(status: "accepted" | "rejected"): Templatization {
    const result_script_id = status === "accepted" ? id() : null;
    this.proposal = { ...this.proposal, status, result_script_id };
    return this.proposal;
  }
}
