/** The median time to the first action as a small line without axes. */
import type { EscalationFigures } from "~/api/analytics";
import { durationText } from "~/lib/time";
import css from "./analytics.module.css";
import { seriesOf } from "./series";

interface SparkProps {
  figures: EscalationFigures;
  /** In px of its own drawing; it is as wide as its place. */
  width: number;
  height: number;
  /** Whether the area below is tinted. */
  isFilled?: boolean;
}

export default function Spark({ figures, width, height, isFilled }: SparkProps) {
  const { unit, parts } = seriesOf(figures);
  const medians = parts.flatMap((part) => (part.too_few ? [] : (part.median_seconds ?? [])));
  const [first, last] = [medians.at(0), medians.at(-1)];
  if (medians.length < 2 || first === undefined || last === undefined) return null;
  const highest = Math.max(...medians, 1);
  const point = (value: number, place: number) => ({
    x: (place * (width - 6)) / (medians.length - 1),
    y: height - 4 - (value * (height - 8)) / highest,
  });
  const line = medians.map((value, place) => {
    const { x, y } = point(value, place);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const end = point(last, medians.length - 1);
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Median by ${unit}, from ${durationText(first)} to ${durationText(last)}`}
    >
      {isFilled && <path className={css.area} d={`M0 ${height}L${line.join("L")}V${height}z`} />}
      <path className={css.line} d={`M${line.join("L")}`} />
      <circle className={css.dot} cx={end.x} cy={end.y} r={4} />
    </svg>
  );
}
