/** A message that is being sent or has failed. It has the position and size of the saved message. */
import { CircleAlert } from "lucide-react";
import { useLogin } from "~/login/LoginProvider";
import { PersonText } from "~/prose/PersonText";
import { Avatar } from "~/ui/Avatar";
import { Button } from "~/ui/Button";
import type { Pending } from "../outbox";
import type { Sending } from "../useSend";
import { Attachments } from "./Attachments";
import { Byline } from "./Byline";
import { ClockTime } from "./ClockTime";
import css from "./transcript.module.css";

export function PendingMessage({ item, sending }: { item: Pending; sending: Sending }) {
  const { user } = useLogin();
  return (
    <article className={css.message}>
      <Avatar name={user.name} />
      <Byline
        author={user.name}
        at={item.state === "sending" ? "Sending" : <ClockTime at={item.at} />}
      />
      <div className={css.said}>
        {item.content && <PersonText text={item.content} />}
        <Attachments attachments={item.attachments ?? []} place={item.sessionId} />
      </div>
      {item.state === "failed" && <Unsent item={item} sending={sending} />}
    </article>
  );
}

function Unsent({ item, sending }: { item: Pending; sending: Sending }) {
  return (
    <div className={css.end}>
      <p className={css.failed}>
        <CircleAlert size={14} strokeWidth={1.5} aria-hidden="true" />
        Not sent. Your text is kept. {item.reason}
      </p>
      <Button small onClick={() => sending.retry(item)}>
        Retry
      </Button>
      <Button small look="ghost" onClick={() => sending.edit(item)}>
        Edit
      </Button>
    </div>
  );
}
