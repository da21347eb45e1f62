/** How a tree is used: its runs, where they ended, where people left, how long a node takes, and what became of its fixes. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import { fetchTreeFigures, type Period, type TreeFigures } from "~/api/treeRuns";
import type { Tree } from "~/api/trees";
import { durationText } from "~/lib/time";
import { Dialog, DialogBody } from "~/ui/Dialog";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { Segmented } from "~/ui/Segmented";
import { Skeleton } from "~/ui/Skeleton";
import css from "./view.module.css";

const PERIODS = [
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
  { value: "90d", label: "90 days" },
] as const;

const ENDINGS = { solved: "Solved", escalate: "Escalate", try_fix: "Try a fix" } as const;

interface FiguresDialogProps {
  tree: Pick<Tree, "id" | "title">;
  onClose: () => void;
}

export default function FiguresDialog({ tree, onClose }: FiguresDialogProps) {
  const [period, setPeriod] = useState<Period>("30d");
  const figures = useQuery({
    queryKey: keys.treeFigures(tree.id, period),
    queryFn: () => fetchTreeFigures(tree.id, period),
    placeholderData: keepPreviousData,
  });
  return (
    <Dialog title="Figures" about={tree.title} form onClose={onClose}>
      <DialogBody label="Figures">
        <Segmented label="Period" value={period} options={PERIODS} onChoose={setPeriod} />
        {figures.isPending && <Skeleton heights={[48, 120, 120]} label="Loading the figures" />}
        {figures.isError && !figures.data && (
          <ErrorState
            inline
            what="The figures could not be loaded."
            error={figures.error}
            onRetry={figures.refetch}
          />
        )}
        {figures.data && <Figures figures={figures.data} />}
      </DialogBody>
    </Dialog>
  );
}

function Figures({ figures }: { figures: TreeFigures }) {
  const { runs, finished, left, running, fixes, ends, left_at, nodes } = figures;
  if (runs === 0) {
    return <EmptyState fact="Nobody has run it in this time." hint="Tests do not count." />;
  }
  return (
    <>
      <div className={css.figures}>
        <Figure value={runs} label="Runs" />
        <Figure value={finished} label="Reached an end" />
        <Figure value={left} label="Left" />
        <Figure value={running} label="Still open" />
        <Figure value={fixes.worked} label="Fixes that worked" />
        <Figure value={fixes.did_not_work} label="Did not work" />
        <Figure value={fixes.partly} label="Worked partly" />
        <Figure value={fixes.open} label="Outcome not known" />
      </div>
      <Table
        caption="Where runs ended"
        heads={["End", "Kind", "Runs"]}
        rows={ends.map(({ text, outcome, count }) => [text, ENDINGS[outcome], count])}
      />
      <Table
        caption="Where people left"
        heads={["Node", "Runs"]}
        rows={left_at.map(({ text, count }) => [text, count])}
      />
      <Table
        caption="Time per node"
        heads={["Node", "Visits", "Median time"]}
        rows={nodes.map(({ text, visits, median_seconds }) => [
          text,
          visits,
          median_seconds === null ? "Not enough data" : durationText(median_seconds),
        ])}
      />
    </>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <p className={css.figure}>
      <b>{value.toLocaleString("en-GB")}</b>
      {label}
    </p>
  );
}

interface TableProps {
  caption: string;
  heads: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

function Table({ caption, heads, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <table className={css.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells.join("|")}>
            {cells.map((cell, index) => (
              <td key={heads[index]} dir="auto">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
