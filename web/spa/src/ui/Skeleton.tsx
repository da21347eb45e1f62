/** Grey bones in the final layout. They show only after 150 ms, so that a fast answer never flashes. */
import css from "./states.module.css";

interface SkeletonProps {
  /** Heights in px, one bone each. */
  bones: number[];
  gap?: number;
  label?: string;
}

export function Skeleton({ bones, gap = 8, label = "Loading" }: SkeletonProps) {
  return (
    <div aria-busy="true" style={{ display: "grid", gap }}>
      <span className="hidden-words">{label}</span>
      {bones.map((height, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have nothing but their place.
        <div key={place} className={css.bone} style={{ height }} />
      ))}
    </div>
  );
}
