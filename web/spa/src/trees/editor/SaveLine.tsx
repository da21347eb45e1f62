/** What the draft is of, and whether it is saved. */
import { clockTime, useNow } from "~/lib/time";
import css from "./editor.module.css";
import { type Saver, useSaving } from "./Saver";

export function SaveLine({ saver }: { saver: Saver }) {
  const { tree, phase, error } = useSaving(saver);
  const now = useNow();
  return (
    <>
      <span>{draftText(tree)}</span>
      {phase === "failed" ? (
        <span className={css.bad} role="alert">
          Not saved; your changes are kept here. {error}
        </span>
      ) : (
        <span>
          {phase === "saved" && tree.updated_at && `saved ${clockTime(tree.updated_at, now)}`}
          {(phase === "waiting" || phase === "saving") && "saving…"}
          {phase === "conflict" && "changed by somebody else"}
        </span>
      )}
    </>
  );
}

interface Versions {
  status: string;
  version: number;
  published_version: number | null;
}

export function draftText({ status, published_version }: Versions): string {
  if (published_version === null) return "Draft, never published";
  return status === "published"
    ? `Published v${published_version}`
    : `Draft of v${published_version}`;
}
