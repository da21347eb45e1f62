/** What was answered so far. A press goes back to that question. */
import type { TreeRun } from "~/api/treeRuns";
import css from "./run.module.css";
import type { RunDesk } from "./useRun";

export function Breadcrumb({ run, desk }: { run: TreeRun; desk: RunDesk }) {
  if (run.path.length === 0) return null;
  const backTo = (index: number) =>
    desk.move(...run.path.slice(index).map(() => ({ act: "back" as const, node_id: run.node })));
  return (
    <nav aria-label="Answers so far">
      <ol className={css.crumbs}>
        {run.path.map(({ node, text, answer, by }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a loop has the same node twice, and the path only grows at its end.
          <li key={index}>
            <button
              type="button"
              className={css.crumb}
              title={`Back to: ${text} (${by.name})`}
              aria-disabled={desk.isMoving || undefined}
              onClick={() => backTo(index)}
              data-node={node}
            >
              <span className="hidden-words">Back to: </span>
              <bdi className={css.crumbText}>{text}</bdi>
              <bdi className={css.crumbAnswer}>{answer ?? "Done"}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
