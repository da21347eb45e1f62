/** Cases and what is similar to a session, as the server tells them. */
import type { Case, CaseDraft, Guide, Similar, SimilarCase } from "~/api/types";
import { id, NOW } from "./factories";

export const NOTHING_SIMILAR: Similar = {
  cases: [],
  guides: [],
  trees: [],
  scripts: [],
  missing_checks: [],
};

export function makeSimilarCase(part: Partial<SimilarCase> = {}): SimilarCase {
  return {
    id: id(),
    title: "VPN drops after the firewall update",
    cause: "The update reset the idle timeout.",
    fix: "Raise the idle timeout of the VPN.",
    score: 0.8,
    why: ["0x80072EE7", "VPN"],
    resolved_at: NOW,
    worked_again: 1,
    failed_again: 0,
    failed: false,
    strong: true,
    tried_here: false,
    ...part,
  };
}

export function makeCase(part: Partial<Case> = {}): Case {
  const { why: _w, score: _s, strong: _g, tried_here: _t, failed: _f, ...own } = makeSimilarCase();
  return {
    ...own,
    problem: "VPN clients drop.",
    client_kind: "dental practice, about 20 seats",
    signals: ["0x80072EE7"],
    tried: ["Reinstall the client: did not help"],
    verification: "Stayed connected.",
    ai_session_id: id(),
    failure: null,
    failed_at: null,
    edited_by: null,
    edited_at: null,
    provider: "demo",
    model: "demo-playbooks-1",
    created_at: NOW,
    ...part,
  };
}

export function makeCaseDraft(part: Partial<CaseDraft> = {}): CaseDraft {
  return {
    status: "ready",
    state_version: 1,
    stale: false,
    content: {
      title: "Backup fails",
      problem: "The nightly backup fails.",
      client_kind: null,
      signals: [],
      cause: "Shadow storage was full.",
      tried: ["Restart the service: did not help"],
      fix: "Raise the limit.",
      verification: null,
    },
    error: null,
    provider_label: "Demo AI",
    model: "demo-playbooks-1",
    generated_at: NOW,
    ...part,
  };
}

export function makeGuide(): Guide {
  return {
    id: "vpn-drops",
    area: "vpn",
    title: "The VPN connects and drops again",
    short: "VPN drops",
    symptoms: [],
    terms: [],
    products: [],
    signals: [],
    speaks_against: [],
    causes: [
      {
        id: "a",
        text: "An idle timeout",
        how_common: "common",
        evidence_for: [],
        evidence_against: [],
      },
    ],
    checks: [
      {
        id: "b",
        ask: "After how long does it drop?",
        do: null,
        command: null,
        language: "powershell",
        choices: [],
        separates: [],
      },
    ],
    fixes: [],
    first_do_not: ["Do not reinstall the client"],
    escalate_when: [],
    tree: [],
  };
}
