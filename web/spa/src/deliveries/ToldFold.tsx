/** "Who was told": folded to a summary, live while it is on the screen. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { fetchDeliveries } from "~/api/deliveries";
import { keys } from "~/api/keys";
import type { Handoff } from "~/api/types";
import { classes } from "~/lib/classes";
import { useLogin } from "~/login/LoginProvider";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Skeleton } from "~/ui/Skeleton";
import css from "./deliveries.module.css";
import { mayKnow, mayRetry } from "./rights";
import { ToldList } from "./ToldList";
import { summary } from "./told";

interface ToldFoldProps {
  handoff: Handoff;
  startsOpen?: boolean;
  /** Between lines, where no section's own line is around it. */
  lined?: boolean;
}

export default function ToldFold({ handoff, startsOpen = false, lined = false }: ToldFoldProps) {
  const { user } = useLogin();
  if (!mayKnow(user, handoff)) return null;
  return (
    <Fold
      about={{
        sessionId: handoff.session_id,
        handoffId: handoff.id,
        mayRetry: mayRetry(user, handoff),
      }}
      startsOpen={startsOpen}
      lined={lined}
    />
  );
}

interface FoldProps {
  about: { sessionId: string; handoffId: string; mayRetry: boolean };
  startsOpen: boolean;
  lined: boolean;
}

function Fold({ about, startsOpen, lined }: FoldProps) {
  const [isOpen, setIsOpen] = useState(startsOpen);
  const { sessionId, handoffId } = about;
  const deliveries = useQuery({
    queryKey: keys.deliveries(sessionId, handoffId),
    queryFn: () => fetchDeliveries(sessionId, handoffId),
  });
  return (
    <section className={classes(css.fold, lined && css.lined)} aria-label="Who was told">
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden="true" />
        Who was told
        <span className={kit.meta}>{deliveries.data && summary(deliveries.data)}</span>
      </button>
      {isOpen && deliveries.isPending && (
        <Skeleton heights={[36, 36]} label="Loading who was told" />
      )}
      {isOpen && deliveries.error && !deliveries.data && (
        <ErrorState
          inline
          what="Who was told could not be loaded."
          error={deliveries.error}
          onRetry={deliveries.refetch}
        />
      )}
      {isOpen && deliveries.data && <ToldList {...about} deliveries={deliveries.data} />}
    </section>
  );
}
