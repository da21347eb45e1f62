/** `/tree-runs/:runId`: the runner as a screen of its own. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { keys } from "~/api/keys";
import { fetchRun } from "~/api/treeRuns";
import { classes } from "~/lib/classes";
import { useSessionTopic } from "~/live/LiveProvider";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import RunPanel from "../RunPanel";

export default function RunDesk() {
  const { runId = "" } = useParams();
  const navigate = useNavigate();
  const run = useQuery({ queryKey: keys.treeRun(runId), queryFn: () => fetchRun(runId) }).data;
  useSessionTopic(run?.ai_session_id ?? null);
  return (
    <>
      <header className={kit.bar}>
        <div className={kit.grow}>
          <ScreenTitle className={kit.cut}>{run?.title ?? "Run"}</ScreenTitle>
          {run && (
            <p className={classes(kit.meta, kit.dots, kit.cut)}>
              <Link to={`/trees/${run.tree_id}`}>The tree</Link>
              <span>Version {run.version}</span>
              {run.is_test && <span>Test</span>}
              <span>Started by {run.started_by.name}</span>
              {run.ai_session_id && <Link to={`/pilot/${run.ai_session_id}`}>The session</Link>}
            </p>
          )}
        </div>
      </header>
      <ScrollBox className={kit.scroll} label="Run">
        <RunPanel
          key={runId}
          runId={runId}
          keys="screen"
          onAnotherRun={(id) => navigate(`/tree-runs/${id}`)}
        />
      </ScrollBox>
    </>
  );
}
