/** What was answered so far, to read. */
import type { TreeRun } from "~/api/treeRuns";
import css from "./run.module.css";

export function Path({ run }: { run: TreeRun }) {
  if (run.path.length === 0) return null;
  return (
    <ol className={css.path} aria-label="Answers so far">
      {run.path.map(({ text, answer }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a loop has the same node twice, and the path only grows at its end.
        <li key={index}>
          <bdi>{text}</bdi> <strong dir="auto">{answer ?? "Done"}</strong>
        </li>
      ))}
    </ol>
  );
}
