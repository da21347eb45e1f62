/** The scale of confidence that all screens use: three bars and a word. */
import css from "./pill.module.css";

export type Level = "low" | "medium" | "high";

const LEVELS: Record<Level, { word: string; bars: number }> = {
  low: { word: "Low", bars: 1 },
  medium: { word: "Medium", bars: 2 },
  high: { word: "High", bars: 3 },
};

/** Maps a session's tier to the scale. An assessment's confidence takes precedence over it. */
const LEVEL_OF_TIER: Record<string, Level> = {
  discovery: "low",
  exploring: "medium",
  guided: "high",
};

export function levelOfTier(tier: string): Level {
  return LEVEL_OF_TIER[tier] ?? "low";
}

const BARS = [
  { x: 0, y: 8, height: 4 },
  { x: 5.25, y: 4, height: 8 },
  { x: 10.5, y: 0, height: 12 },
];

export function Confidence({ level, words = "" }: { level: Level; words?: string }) {
  const { word, bars } = LEVELS[level];
  return (
    <span className={css.confidence}>
      <svg className={css.bars} viewBox="0 0 14 12" aria-hidden="true">
        {BARS.map((bar, index) => (
          <rect
            key={bar.x}
            {...bar}
            width="3.5"
            rx="1"
            className={index < bars ? css.on : undefined}
          />
        ))}
      </svg>
      {word}
      {words && ` ${words}`}
    </span>
  );
}
