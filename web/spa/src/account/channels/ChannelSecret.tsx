/** The secret of a webhook, right after it was added. */
import { useRef } from "react";
import type { NewChannel } from "~/api/channels";
import { copyText } from "~/lib/clipboard";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import accountCss from "../account.module.css";
import css from "./channels.module.css";

interface ChannelSecretProps {
  channel: NewChannel;
  onClose: () => void;
}

export function ChannelSecret({ channel, onClose }: ChannelSecretProps) {
  const copy = useRef<HTMLButtonElement>(null);
  const { name, secret = "" } = channel;
  return (
    <Dialog title={`${name} is added`} initialFocus={copy} onClose={onClose}>
      <p>
        Copy the secret now: it is not shown again. Your receiver checks with it that a call comes
        from FlowPilot.
      </p>
      <div className={css.secret}>
        <code>{secret}</code>
        <Button ref={copy} small onClick={() => copyText(secret, "Secret")}>
          Copy
        </Button>
      </div>
      <div className={accountCss.foot}>
        <GuardedButton look="primary" onClick={onClose}>
          I have copied it
        </GuardedButton>
      </div>
    </Dialog>
  );
}
