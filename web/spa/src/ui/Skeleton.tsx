/** Grey placeholders in the final layout. They show only after 150 ms, so that a fast answer does not flash. */
import css from "./states.module.css";

interface SkeletonProps {
  /** The height of each placeholder, in px. */
  heights: number[];
  gap?: number;
  label?: string;
}

export function Skeleton({ heights, gap = 8, label = "Loading" }: SkeletonProps) {
  return (
    <div aria-busy="true" style={{ display: "grid", gap }}>
      <span className="hidden-words">{label}</span>
      {heights.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: heights have no other identity.
        <div key={index} className={css.bone} style={{ height }} />
      ))}
    </div>
  );
}
