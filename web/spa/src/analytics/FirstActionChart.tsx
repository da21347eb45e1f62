/** The time from a claim to the first action, by day or week, as a chart or as a table. */
import { type ReactNode, useState } from "react";
import type { EscalationFigures } from "~/api/analytics";
import { classes } from "~/lib/classes";
import { capitalised } from "~/lib/text";
import kit from "~/ui/kit.module.css";
import { Segmented } from "~/ui/Segmented";
import css from "./analytics.module.css";
import { type Line, LineChart } from "./LineChart";
import { dayText, inUnit, type Part, seriesOf, type TimeUnit, unitFor } from "./series";
import { FewSamples, NOTHING, Table } from "./Table";

const VIEWS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;

export function FirstActionChart({ figures }: { figures: EscalationFigures }) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const series = seriesOf(figures);
  const known = series.parts.filter((part) => !part.too_few);
  const unit = unitFor(Math.max(0, ...known.map((part) => part.p95_seconds ?? 0)));
  return (
    <section
      className={classes(kit.card, kit.padded, css.chartCard)}
      aria-labelledby="first-action-chart"
    >
      <div className={classes(kit.line, css.chartHead)}>
        <h2 id="first-action-chart">From claim to first action</h2>
        <span className={kit.meta}>
          {unit.name} by {series.unit}
        </span>
        <div className={kit.end}>
          <Segmented label="Show as" value={view} options={VIEWS} onChoose={setView} />
        </div>
      </div>
      {view === "table" ? (
        <ByTime parts={series.parts} name={capitalised(series.unit)} unit={unit} />
      ) : known.length === 0 ? (
        <p className={css.noChart}>Not enough data</p>
      ) : (
        <Chart parts={series.parts} per={series.unit} unit={unit} />
      )}
      <p className={kit.meta}>
        Time from a claim to the first message, action or note of a person. Not minutes saved: that
        needs your own baseline beside it.
      </p>
    </section>
  );
}

interface ChartProps {
  parts: Part[];
  per: string;
  unit: TimeUnit;
}

function Chart({ parts, per, unit }: ChartProps) {
  const values = (of: (part: Part) => number | null) =>
    parts.map((part) => (part.too_few ? null : of(part)));
  const lines: Line[] = [
    { name: "p95", look: "third", values: values((part) => part.p95_seconds) },
    { name: "average", look: "second", values: values((part) => part.avg_seconds) },
    { name: "median", look: "first", values: values((part) => part.median_seconds) },
  ];
  const words = lines.map((line) => wayOf(line, unit)).join(", ");
  return (
    <LineChart
      days={parts.map((part) => part.day)}
      lines={lines}
      unit={unit}
      label={`Three lines by ${per}, in ${unit.name}: ${words}`}
    />
  );
}

/** "median from 5.2 to 3.1". */
function wayOf(line: Line, unit: TimeUnit): string {
  const known = line.values.filter((value) => value !== null);
  return `${line.name} from ${inUnit(known.at(0) ?? 0, unit)} to ${inUnit(known.at(-1) ?? 0, unit)}`;
}

interface ByTimeProps {
  parts: Part[];
  name: string;
  unit: TimeUnit;
}

function ByTime({ parts, name, unit }: ByTimeProps) {
  const text = (part: Part, seconds: number | null, few: ReactNode) =>
    part.too_few || seconds === null ? few : inUnit(seconds, unit);
  return (
    <Table
      caption="From claim to first action"
      rows={parts}
      keyOf={(part) => part.day}
      columns={[
        { head: name, cell: (part) => dayText(part.day) },
        { head: "Claims", cell: (part) => part.claimed },
        {
          head: `Median, ${unit.short}`,
          cell: (part) => text(part, part.median_seconds, <FewSamples />),
        },
        { head: "Average", cell: (part) => text(part, part.avg_seconds, NOTHING) },
        { head: "p95", cell: (part) => text(part, part.p95_seconds, NOTHING) },
      ]}
    />
  );
}
