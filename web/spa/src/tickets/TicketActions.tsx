/** What can be done with a ticket: open or start its session, or link it to another one. */
import { useState } from "react";
import { useNavigate } from "react-router";
import type { TicketDetail } from "~/api/tickets";
import { useIsViewer } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import css from "./tickets.module.css";

const LinkSessionDialog = lazyPart(() => import("./LinkSessionDialog"));
const StartDialog = lazyPart(() => import("./StartDialog"));

export function TicketActions({ ticket }: { ticket: TicketDetail }) {
  const navigate = useNavigate();
  const isViewer = useIsViewer();
  const [open, setOpen] = useState<"start" | "link" | null>(null);
  const close = () => setOpen(null);
  const enter = (sessionId: string) => navigate(`/pilot/${sessionId}`);
  if (isViewer && !ticket.session_id) return null;
  return (
    <div className={css.footBar} data-keep-clear>
      {ticket.session_id ? (
        <ButtonLink look="primary" to={`/pilot/${ticket.session_id}`}>
          Open session
        </ButtonLink>
      ) : (
        <Button look="primary" onClick={() => setOpen("start")}>
          Start session…
        </Button>
      )}
      {!isViewer && (
        <Button look="ghost" onClick={() => setOpen("link")}>
          Link a session…
        </Button>
      )}
      {open === "start" && <StartDialog ticket={ticket} onClose={close} onStarted={enter} />}
      {open === "link" && <LinkSessionDialog ticket={ticket} onClose={close} onLinked={enter} />}
    </div>
  );
}
