/** Answers of the analytics calls: 31 days on which the median falls from 5 to 3 minutes. */
import type { EscalationFigures, FixFigures, SessionFigures } from "~/api/analytics";
import { makeUser, personOf } from "../factories";

const PERIOD = {
  period: "30d",
  since: "2025-10-24T09:00:00Z",
  until: "2025-11-23T09:00:00Z",
  time_zone: "Europe/Berlin",
} as const;

type Part = EscalationFigures["series"][number];

export function makePart(place: number, more: Partial<Part> = {}): Part {
  const day = new Date(Date.UTC(2025, 9, 24 + place)).toISOString().slice(0, 10);
  const median = 300 - place * 4;
  return {
    ...{ day, created: 7, claimed: 6, n: 6, too_few: false },
    ...{ avg_seconds: median * 1.3, median_seconds: median, p95_seconds: median * 4 },
    ...more,
  };
}

export const FEW = { n: 2, claimed: 2, too_few: true } as const;

export const ESCALATIONS: EscalationFigures = {
  ...PERIOD,
  ...{ avg_seconds: 252, median_seconds: 186, p95_seconds: 768, too_few: false },
  ...{ n_handoffs_created: 46, n_handoffs_claimed: 41, n_handoffs_with_action: 38 },
  claim: { avg_seconds: 700, median_seconds: 540, p95_seconds: 2_400, n: 41, too_few: false },
  resolve: { avg_seconds: 60, median_seconds: 60, p95_seconds: 60, n: 4, too_few: true },
  series: Array.from({ length: 31 }, (_, place) => makePart(place)),
  series_by_week: Array.from({ length: 5 }, (_, week) => makePart(week * 7)),
  by_person: [
    {
      ...makePart(0),
      claimed: 19,
      median_seconds: 144,
      person: personOf(makeUser({ name: "Priya Nair" })),
    },
    { ...makePart(0), ...FEW, claimed: 4, person: personOf(makeUser({ name: "Ada Reyes" })) },
  ].map(({ day: _, ...row }) => row),
  by_client: [
    { ...makePart(0), created: 14, client_name: "=Contoso <b>Dental</b>" },
    { ...makePart(0), ...FEW, created: 2, client_name: null },
  ].map(({ day: _, ...row }) => row),
  metric_definition: "From the claim to the first action.",
};

export const SESSIONS: SessionFigures = {
  ...PERIOD,
  ...{ n: 385, n_resolved: 312, n_escalated: 46, n_reopened: 11 },
  n_resolved_without_escalation: 280,
  by_status: { active: 40, escalated: 5, parked: 8, resolved: 312, abandoned: 20 },
  by_verified: { tested: 100, client: 150, watched: 12, none: 30, not_asked: 20 },
  resolve: {
    avg_seconds: 4_000,
    median_seconds: 3_600,
    p95_seconds: 9_000,
    n: 312,
    too_few: false,
  },
  by_person: [],
  by_client: [],
};

export const FIXES: FixFigures = {
  ...PERIOD,
  ...{ n: 60, n_judged: 34, worked_share: 0.71, too_few: false },
  by_outcome: {
    ...{ proposed: 10, applied_pending: 6, applied_partial: 4 },
    ...{ applied_success: 24, applied_failed: 6, dismissed: 10 },
  },
  by_risk: { low: 40, medium: 15, high: 5 },
  with_script: { n: 5, n_judged: 3, worked_share: 1, too_few: true },
};
