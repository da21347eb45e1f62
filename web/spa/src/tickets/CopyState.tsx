/** How current the list is. If the PSA cannot be reached, it says until when the copy is complete. */
import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { messageOf } from "~/api/errors";
import { refreshTickets, type TicketSync } from "~/api/tickets";
import { clockTime, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { IconButton } from "~/ui/Button";
import { RelativeTime } from "~/ui/RelativeTime";
import { showToast } from "~/ui/toasts";
import css from "./tickets.module.css";

export function CopyState({ sync }: { sync: TicketSync | undefined }) {
  const sendOnce = useIdempotencyKey();
  const refreshing = useMutation({
    mutationFn: () => sendOnce("refresh", refreshTickets),
    onSuccess: () => announce("Looking for changed tickets."),
    onError: (error) => showToast(`Not refreshed. ${messageOf(error)}`, { tone: "error" }),
  });
  if (!sync) return null;
  return (
    <span className={css.copy}>
      <span className={css.copyText}>
        <CopyText sync={sync} />
      </span>
      <IconButton
        label="Look for changes"
        small
        aria-disabled={refreshing.isPending || undefined}
        onClick={() => !refreshing.isPending && refreshing.mutate()}
      >
        <RefreshCw size={14} strokeWidth={1.5} />
      </IconButton>
    </span>
  );
}

function CopyText({ sync }: { sync: TicketSync }) {
  const now = useNow();
  const { synced_at, state } = sync;
  if (!synced_at) return <FirstReading sync={sync} />;
  if (state === "failing") {
    return (
      <span className={css.old}>
        The ticket system cannot be reached. As of {clockTime(synced_at, now)}
      </span>
    );
  }
  return (
    <>
      As of <RelativeTime at={synced_at} focusable tip="start" />
    </>
  );
}

function FirstReading({ sync: { state, error, tickets_read } }: { sync: TicketSync }) {
  if (state === "failing") {
    return <span className={css.old}>The ticket system cannot be reached</span>;
  }
  if (error) return <span title={error}>The reading of the tickets pauses</span>;
  return tickets_read > 0 ? `Reading the tickets: ${tickets_read} so far` : "Reading the tickets…";
}
