/** Lines over days or weeks, each with its own dash and its name at its end. */
import { classes } from "~/lib/classes";
import { PHONE, useMedia } from "~/lib/useMedia";
import css from "./analytics.module.css";
import { dayText, inUnit, marksAmong, marksUpTo, type TimeUnit } from "./series";

export interface Line {
  name: string;
  look: "first" | "second" | "third";
  /** Seconds; null where there are too few samples. */
  values: (number | null)[];
}

interface LineChartProps {
  /** The first day of each point. */
  days: string[];
  lines: Line[];
  unit: TimeUnit;
  label: string;
}

interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  dates: number;
}

const WIDE: Frame = {
  width: 1000,
  height: 280,
  left: 36,
  right: 900,
  top: 20,
  bottom: 260,
  dates: 5,
};
const NARROW: Frame = {
  width: 340,
  height: 196,
  left: 24,
  right: 246,
  top: 14,
  bottom: 174,
  dates: 3,
};
/** The least distance between two names at the ends of lines. */
const NAME_HEIGHT = 18;

export function LineChart({ days, lines, unit, label }: LineChartProps) {
  const frame = useMedia(PHONE) ? NARROW : WIDE;
  const known = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const marks = marksUpTo(Math.max(0, ...known) / unit.seconds);
  const top = (marks.at(-1) ?? 1) * unit.seconds;
  const x = (place: number) =>
    frame.left + (place * (frame.right - frame.left)) / Math.max(1, days.length - 1);
  const y = (value: number) => frame.bottom - (value * (frame.bottom - frame.top)) / top;
  return (
    <svg
      className={css.chart}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={label}
    >
      <Axes frame={frame} marks={marks} heightOf={(mark) => y(mark * unit.seconds)} />
      <Dates frame={frame} days={days} x={x} />
      {lines.map((line) => (
        <g key={line.name} className={css[line.look]}>
          <path className={css.line} d={pathOf(line.values, x, y)} />
          <Dots values={line.values} x={x} y={y} />
        </g>
      ))}
      <Names frame={frame} lines={lines} unit={unit} y={y} />
    </svg>
  );
}

type Scale = (value: number) => number;

function Axes(props: { frame: Frame; marks: number[]; heightOf: Scale }) {
  const { frame, marks, heightOf } = props;
  return (
    <g className={css.axes}>
      {marks.map((mark) => (
        <g key={mark}>
          <path d={`M${frame.left} ${heightOf(mark)}H${frame.right}`} />
          <text x={frame.left - 10} y={heightOf(mark) + 4} textAnchor="end">
            {mark}
          </text>
        </g>
      ))}
    </g>
  );
}

function Dates({ frame, days, x }: { frame: Frame; days: string[]; x: Scale }) {
  return (
    <g className={css.axes}>
      {marksAmong(days.length, frame.dates).map((place) => (
        <text
          key={place}
          x={x(place)}
          y={frame.height - 2}
          textAnchor={place === 0 ? "start" : place === days.length - 1 ? "end" : "middle"}
        >
          {dayText(days[place] ?? "")}
        </text>
      ))}
    </g>
  );
}

/** The line breaks where there are too few samples. */
function pathOf(values: (number | null)[], x: Scale, y: Scale): string {
  let isDrawing = false;
  return values
    .map((value, place) => {
      const command = isDrawing ? "L" : "M";
      isDrawing = value !== null;
      return value === null ? "" : `${command}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
}

/** The last point, and those that no line reaches. */
function Dots({ values, x, y }: { values: (number | null)[]; x: Scale; y: Scale }) {
  const last = values.findLastIndex((value) => value !== null);
  return values.map((value, place) => {
    const isAlone = (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null;
    if (value === null || (place !== last && !isAlone)) return null;
    // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place.
    return <circle key={place} className={css.dot} cx={x(place)} cy={y(value)} r={4} />;
  });
}

interface NamesProps {
  frame: Frame;
  lines: Line[];
  unit: TimeUnit;
  y: Scale;
}

/** Each name is beside the end of its line, unless the one above it needs the place. */
function Names({ frame, lines, unit, y }: NamesProps) {
  const ends = lines
    .map((line) => ({ line, value: line.values.findLast((value) => value !== null) ?? null }))
    .filter((end) => end.value !== null)
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0));
  let above = -NAME_HEIGHT;
  return ends.map(({ line, value }) => {
    above = Math.max(y(value ?? 0) + 4, above + NAME_HEIGHT);
    return (
      <text
        key={line.name}
        className={classes(css.name, css[line.look])}
        x={frame.right + (frame === WIDE ? 12 : 8)}
        y={above}
      >
        {line.name} {inUnit(value ?? 0, unit)}
      </text>
    );
  });
}
