/** `/trees/:id/run`: starts a run and goes to it. The address then names the run, so that a reload starts no other one. */
import { useEffect, useRef } from "react";
import { useNavigate, useParams } from "react-router";
import { hasCode } from "~/api/errors";
import { ButtonLink } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import css from "./run.module.css";
import { useStart } from "./useStart";

export default function StartRun() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const { start, error } = useStart(id, (run) =>
    navigate(`/tree-runs/${run.id}`, { replace: true }),
  );
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!hasBegun.current) start();
    hasBegun.current = true;
  }, [start]);
  return (
    <>
      <header className={kit.bar}>
        <ScreenTitle>Run</ScreenTitle>
      </header>
      <div className={css.panel} data-place="screen">
        {!error && <Skeleton heights={[32, 48, 48]} gap={12} label="Starting the run" />}
        {error && hasCode(error, "tree_not_published") ? (
          <EmptyState
            fact="This tree is not published yet."
            hint="Only a published tree can be run."
          >
            <ButtonLink to={`/trees/${id}`}>Open the tree</ButtonLink>
          </EmptyState>
        ) : (
          error && (
            <ErrorState
              inline
              what="The run did not start."
              error={error}
              onRetry={() => start()}
            />
          )
        )}
      </div>
    </>
  );
}
