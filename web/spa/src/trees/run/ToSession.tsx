/** Makes an AI session of a run that has none: what was answered are its steps, and the run goes on there. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { runToSession, type TreeRun } from "~/api/treeRuns";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { GuardedButton } from "~/ui/GuardedButton";
import css from "./run.module.css";

interface ToSessionProps {
  run: TreeRun;
  look: "plain" | "primary" | "ghost";
  label: string;
}

export function ToSession({ run, look, label }: ToSessionProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const making = useMutation({
    mutationFn: () => sendOnce(run.id, (key) => runToSession(run.id, key)),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: keys.treeRun(run.id), refetchType: "none" });
      navigate(`/pilot/${id}`);
    },
  });
  return (
    <>
      <GuardedButton
        look={look}
        aria-disabled={making.isPending || undefined}
        onClick={() => making.mutate()}
      >
        {making.isPending ? "Opening a session…" : label}
      </GuardedButton>
      {making.isError && (
        <p className={css.notice} role="alert">
          No session was made. {messageOf(making.error)}
        </p>
      )}
    </>
  );
}
