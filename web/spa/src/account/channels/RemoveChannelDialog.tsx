/** Asks before a channel is removed. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { type Channel, removeChannel } from "~/api/channels";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import css from "../account.module.css";

interface RemoveChannelDialogProps {
  channel: Channel;
  onClose: () => void;
}

export default function RemoveChannelDialog({ channel, onClose }: RemoveChannelDialogProps) {
  const queries = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const removing = useMutation({
    mutationFn: () => removeChannel(channel.id),
    onSuccess: () => {
      announce(`${channel.name} is removed.`);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.channels }),
  });
  return (
    <Dialog title={`Remove ${channel.name}?`} initialFocus={cancel} onClose={onClose}>
      <p>Nothing more is sent to {channel.url_hint}, and the log of its calls is deleted.</p>
      {removing.error && <p className={css.error}>Not removed. {messageOf(removing.error)}</p>}
      <div className={css.foot}>
        <Button ref={cancel} look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <GuardedButton
          look="danger"
          aria-disabled={removing.isPending || undefined}
          onClick={() => removing.mutate()}
        >
          {removing.isPending ? "Removing…" : "Remove"}
        </GuardedButton>
      </div>
    </Dialog>
  );
}
