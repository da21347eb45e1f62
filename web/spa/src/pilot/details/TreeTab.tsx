/** Decision trees in a session: the run that is going on, and the trees that fit. Each answer is written into the session. */
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { Link } from "react-router";
import { keys } from "~/api/keys";
import { fetchSessionRuns, type TreeRun } from "~/api/treeRuns";
import type { AiSession } from "~/api/types";
import { useSimilar } from "~/cases/useSimilar";
import { useStart } from "~/trees/run/useStart";
import { Button } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import css from "./details.module.css";
import { chooseTree, useChosenTree } from "./useDetailsView";

const RunPanel = lazyPart(() => import("~/trees/RunPanel"));

const STATES: Record<TreeRun["state"], string> = {
  running: "Going on",
  finished: "Finished",
  left: "Left",
};

export default function TreeTab({ aiSession }: { aiSession: AiSession }) {
  const { id } = aiSession;
  const runs = useQuery({ queryKey: keys.sessionRuns(id), queryFn: () => fetchSessionRuns(id) });
  /** Null until the user opens or closes a run; empty for none. */
  const [opened, setOpened] = useState<string | null>(null);
  const chosen = useChosenTree();
  const all = runs.data ?? [];
  const running = all.find(({ state }) => state === "running")?.id;
  // One that is going on is opened; it stays on the screen when it ends, with its outcome, and when a colleague starts another one.
  if (opened === null && !chosen && running) setOpened(running);
  const shown = chosen ? null : opened;
  const open = (runId: string) => {
    chooseTree(null);
    setOpened(runId);
    void runs.refetch();
  };
  if (shown) {
    return (
      <Suspense fallback={<Skeleton heights={[32, 64]} label="Loading the run" />}>
        <RunPanel
          key={shown}
          runId={shown}
          keys="panel"
          place="session"
          onClose={() => open("")}
          onAnotherRun={open}
        />
      </Suspense>
    );
  }
  return (
    <>
      {aiSession.can_write && <Offers aiSession={aiSession} chosen={chosen} onStarted={open} />}
      <Runs runs={all} onOpen={open} />
    </>
  );
}

interface OffersProps {
  aiSession: AiSession;
  chosen: { id: string; title: string } | null;
  onStarted: (runId: string) => void;
}

/** The tree that a citation or the palette named, and those that fit the session. */
function Offers({ aiSession, chosen, onStarted }: OffersProps) {
  const fitting = (useSimilar(aiSession)?.trees ?? []).filter((tree) => tree.id !== chosen?.id);
  const offered = chosen ? [chosen, ...fitting] : fitting;
  return (
    <section aria-label="Trees that fit" className={css.section}>
      <h2 className={css.title}>Go through a tree</h2>
      {offered.length === 0 && <p className={css.none}>No tree fits this problem well.</p>}
      <ul className={css.trees}>
        {offered.map((tree) => (
          <TreeOffer key={tree.id} tree={tree} sessionId={aiSession.id} onStarted={onStarted} />
        ))}
      </ul>
      <Link to="/trees">All trees</Link>
    </section>
  );
}

interface TreeOfferProps {
  tree: { id: string; title: string };
  sessionId: string;
  onStarted: (runId: string) => void;
}

function TreeOffer({ tree, sessionId, onStarted }: TreeOfferProps) {
  const starting = useStart(tree.id, (run) => onStarted(run.id));
  return (
    <li>
      <span dir="auto">{tree.title}</span>
      <Button
        small
        aria-label={`Start ${tree.title}`}
        disabled={starting.isStarting}
        onClick={() => starting.start({ ai_session_id: sessionId })}
      >
        Start
      </Button>
      {starting.problem && <p className={css.refusal}>Not started. {starting.problem}</p>}
    </li>
  );
}

function Runs({ runs, onOpen }: { runs: readonly TreeRun[]; onOpen: (runId: string) => void }) {
  if (runs.length === 0) return null;
  return (
    <section aria-label="Runs in this session" className={css.section}>
      <h2 className={css.title}>In this session</h2>
      <ul className={css.trees}>
        {runs.map((run) => (
          <li key={run.id}>
            <Button look="ghost" small onClick={() => onOpen(run.id)}>
              {run.title}
            </Button>
            <small>{STATES[run.state]}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
