/** One place that the copilot does not read, with what it reads instead. The engineer can say that it is no secret. */
import { useContext, useState } from "react";
import type { Redaction } from "~/api/types";
import { classes } from "~/lib/classes";
import { firstName } from "~/lib/text";
import { GuardedButton } from "~/ui/GuardedButton";
import { Popover } from "~/ui/Popover";
import css from "./masked.module.css";
import { ReleaseContext } from "./masks";

export default function MaskedPlace({ text, redaction }: { text: string; redaction: Redaction }) {
  const [isOpen, setIsOpen] = useState(false);
  const kind = redaction.kind.replaceAll("-", " ");
  const isRead = redaction.allowed_at !== undefined;
  const state = isRead ? `${kind}, read by the copilot` : `masked for the copilot: ${kind}`;
  return (
    <Popover
      label={isRead ? "Read by the copilot" : `Masked for the copilot: ${kind}`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <button
          type="button"
          className={classes(css.place, isRead && css.read)}
          // Not as hidden text in the button, which would be copied with the message.
          aria-label={`${text}, ${state}`}
          title={isRead ? undefined : `Masked for the copilot: ${kind}`}
        >
          {text}
        </button>
      }
    >
      {isRead ? <Read redaction={redaction} /> : <Masked redaction={redaction} kind={kind} />}
    </Popover>
  );
}

function Read({ redaction }: { redaction: Redaction }) {
  const { allowed_by } = redaction;
  return (
    <p className={css.words}>
      {allowed_by ? firstName(allowed_by.name) : "Somebody"} said that this is not a secret. The
      copilot reads it from the next answer on.
    </p>
  );
}

function Masked({ redaction, kind }: { redaction: Redaction; kind: string }) {
  const release = useContext(ReleaseContext);
  const [isSending, setIsSending] = useState(false);
  const send = async () => {
    setIsSending(true);
    await release?.(redaction);
    setIsSending(false);
  };
  return (
    <>
      <p className={css.words}>
        The copilot does not read this place. In its text stands <code>[{kind} redacted]</code>.
      </p>
      {release && (
        <GuardedButton small onClick={send} disabled={isSending} aria-busy={isSending}>
          Not a secret: let the copilot read it
        </GuardedButton>
      )}
    </>
  );
}
