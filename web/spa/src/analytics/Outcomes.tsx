/** How it is known that sessions are solved, and how suggested fixes ended. */
import type { FixFigures, SessionFigures } from "~/api/analytics";
import { classes } from "~/lib/classes";
import { count } from "~/lib/text";
import kit from "~/ui/kit.module.css";
import css from "./analytics.module.css";
import { Meter } from "./Cards";
import { Table } from "./Table";
import { Section } from "./Tables";

const WAYS: readonly [keyof SessionFigures["by_verified"], string][] = [
  ["tested", "Tested by the engineer"],
  ["client", "Confirmed by the client"],
  ["watched", "Watched for a time"],
  ["none", "Not verified"],
  ["not_asked", "Not recorded"],
];

const OUTCOMES: readonly [keyof FixFigures["by_outcome"], string][] = [
  ["applied_success", "Worked"],
  ["applied_partial", "Worked in part"],
  ["applied_failed", "Did not work"],
  ["applied_pending", "Waits for verification"],
  ["dismissed", "Dismissed"],
  ["proposed", "Not tried"],
];

export function Verified({ figures }: { figures: SessionFigures }) {
  return (
    <Section title="How it is known to be solved">
      <Bars
        caption="Resolved sessions by how it is known"
        head="Resolved sessions"
        bars={WAYS.map(([way, name]) => ({ name, n: figures.by_verified[way] }))}
        of={figures.n_resolved}
      />
    </Section>
  );
}

export function Fixes({ figures }: { figures: FixFigures }) {
  const { with_script: scripted } = figures;
  return (
    <Section title="Suggested fixes">
      <Bars
        caption="Suggested fixes by outcome"
        head="Outcome"
        bars={OUTCOMES.map(([outcome, name]) => ({ name, n: figures.by_outcome[outcome] }))}
        of={figures.n}
      />
      <p className={classes(kit.meta, css.beside)}>
        Worked: {shareText(figures)}. With a script: {shareText(scripted)}.
      </p>
    </Section>
  );
}

type Worked = Pick<FixFigures, "n_judged" | "worked_share" | "too_few">;

/** "71 % of 34 that were tried". */
function shareText({ n_judged, worked_share, too_few }: Worked): string {
  if (too_few || worked_share === null) return `not enough data (${count(n_judged, "outcome")})`;
  return `${Math.round(100 * worked_share)} % of ${count(n_judged, "outcome")}`;
}

interface BarsProps {
  caption: string;
  head: string;
  bars: { name: string; n: number }[];
  of: number;
}

function Bars({ caption, head, bars, of }: BarsProps) {
  return (
    <Table
      caption={caption}
      rows={bars}
      keyOf={(bar) => bar.name}
      columns={[
        {
          head,
          cell: (bar) => (
            <span className={css.bar}>
              {bar.name}
              <Meter percent={of === 0 ? 0 : (100 * bar.n) / of} look="calm" />
            </span>
          ),
        },
        { head: "Number", cell: (bar) => bar.n },
      ]}
    />
  );
}
