/** Says what disconnecting means, and names what is pending, before it is done. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { disconnect, type PsaConnection } from "~/api/psaConnection";
import { count } from "~/lib/text";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import accountCss from "../account.module.css";
import css from "./psa.module.css";

interface DisconnectDialogProps {
  name: string;
  connection: PsaConnection;
  onClose: () => void;
}

export default function DisconnectDialog({ name, connection, onClose }: DisconnectDialogProps) {
  const queries = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const ending = useMutation({
    mutationFn: disconnect,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.me });
      announce(`${name} is disconnected.`);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.psaConnection }),
  });
  const pending = connection.pending_pushes;
  return (
    <Dialog title={`Disconnect ${name}?`} initialFocus={cancel} onClose={onClose}>
      <ul className={css.steps}>
        <li>The stored credentials are deleted at once.</li>
        <li>
          FlowPilot's copy of the tickets is deleted, and nobody can search or link tickets here.
        </li>
        <li>Sessions keep the number of their ticket.</li>
        <li>
          {pending > 0
            ? `${count(pending, "note")} that ${pending === 1 ? "waits" : "wait"} to be sent will fail. Each session says so.`
            : "No note is waiting to be sent."}
        </li>
        <li>Nothing changes in {name}: tickets and notes stay there.</li>
      </ul>
      {ending.error && (
        <p className={accountCss.error}>Not disconnected. {messageOf(ending.error)}</p>
      )}
      <div className={accountCss.foot}>
        <Button ref={cancel} look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <GuardedButton
          look="danger"
          aria-disabled={ending.isPending || undefined}
          onClick={() => ending.mutate()}
        >
          {ending.isPending ? "Disconnecting…" : "Disconnect"}
        </GuardedButton>
      </div>
    </Dialog>
  );
}
