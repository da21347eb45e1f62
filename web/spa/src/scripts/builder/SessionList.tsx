/** The user's open sessions of the script builder. There may be five, so that none is forgotten. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { Link } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import {
  abandonScriptSession,
  fetchScriptSessions,
  type ListedScriptSession,
} from "~/api/scriptBuilder";
import { classes } from "~/lib/classes";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { Button } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import { showToast } from "~/ui/toasts";
import { useStartBuilder } from "../useStartBuilder";
import { languageName } from "../words";
import css from "./builder.module.css";
import { DiscardButton } from "./DiscardButton";

/** The API's limit. */
const MOST_OPEN = 5;

export function SessionList() {
  const sessions = useQuery({ queryKey: keys.scriptSessions, queryFn: fetchScriptSessions });
  const start = useStartBuilder();
  const rows = sessions.data;
  const isFull = (rows?.length ?? 0) >= MOST_OPEN;
  return (
    <div className={kit.scroll}>
      <div className={kit.page}>
        <div className={kit.sectionHead}>
          <h2>Open sessions</h2>
          {rows && rows.length > 0 && (
            <Button
              look="primary"
              className={kit.end}
              aria-disabled={isFull || start.isPending || undefined}
              onClick={() => !isFull && start.open({})}
            >
              <Sparkles size={16} strokeWidth={1.5} /> New
            </Button>
          )}
        </div>
        {isFull && (
          <p className={css.note} role="note">
            You have {MOST_OPEN} open sessions, which is the limit. Save or discard one to begin
            another.
          </p>
        )}
        {sessions.isPending && <Skeleton heights={[48, 48]} label="Loading the sessions" />}
        {sessions.isError && !rows && (
          <ErrorState
            inline
            what="The sessions could not be loaded."
            error={sessions.error}
            onRetry={sessions.refetch}
          />
        )}
        {rows?.length === 0 && (
          <EmptyState
            fact="No script is being written."
            hint="Say what a script should do, and the copilot writes it. You read it, change it and save it."
          >
            <Button onClick={() => start.open({})}>Write with Copilot</Button>
          </EmptyState>
        )}
        {rows && rows.length > 0 && (
          <ul className={classes(kit.card, kit.rows)} data-rows>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Row({ row }: { row: ListedScriptSession }) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const discarding = useMutation({
    mutationFn: () => sendOnce("discard", (key) => abandonScriptSession(row.id, key)),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.scriptSessions }),
    onError: (error) => showToast(`Not discarded. ${messageOf(error)}`, { tone: "error" }),
  });
  return (
    <li className={kit.row}>
      <Link className={classes(kit.grow, css.rowLink)} to={`/scripts/builder/${row.id}`} data-row>
        <span className={kit.rowTitle} dir="auto">
          {row.title || "Untitled script"}
        </span>
        <span className={classes(kit.meta, kit.dots)}>
          <span>{languageName(row.language)}</span>
          <span>{row.script_id ? "revises a script" : "new script"}</span>
        </span>
      </Link>
      <span className={kit.meta}>
        <RelativeTime at={row.updated_at} focusable />
      </span>
      <DiscardButton
        small
        name={`Discard ${row.title || "untitled script"}`}
        isBusy={discarding.isPending}
        onDiscard={() => discarding.mutate()}
      />
    </li>
  );
}
