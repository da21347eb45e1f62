/** How long an escalation takes from its creation to the claim, and from there to the first action and the resolution. */
import type { ReactNode } from "react";
import type { EscalationFigures } from "~/api/analytics";
import { durationText } from "~/lib/time";
import { FewSamples, NOTHING, Table } from "./Table";
import { Section } from "./Tables";

interface Stage {
  name: string;
  n: number;
  too_few: boolean;
  median_seconds: number | null;
  avg_seconds: number | null;
  p95_seconds: number | null;
}

export function Durations({ figures }: { figures: EscalationFigures }) {
  const stages: Stage[] = [
    { name: "Escalated to claimed", ...figures.claim },
    { name: "Claimed to first action", ...figures, n: figures.n_handoffs_with_action },
    { name: "Claimed to resolved", ...figures.resolve },
  ];
  return (
    <Section title="Stages of an escalation">
      <Table
        caption="Stages of an escalation"
        rows={stages}
        keyOf={(stage) => stage.name}
        columns={[
          { head: "Stage", cell: (stage) => stage.name },
          { head: "Number", cell: (stage) => stage.n },
          { head: "Median", cell: (stage) => text(stage, stage.median_seconds, <FewSamples />) },
          { head: "Average", cell: (stage) => text(stage, stage.avg_seconds, NOTHING) },
          { head: "p95", cell: (stage) => text(stage, stage.p95_seconds, NOTHING) },
        ]}
      />
    </Section>
  );
}

function text(stage: Stage, seconds: number | null, few: ReactNode) {
  return stage.too_few || seconds === null ? few : durationText(seconds);
}
