/** A message on its way, or one that did not get there. */
import { Button } from "~/ui/Button";
import type { Pending } from "../outbox";
import type { Sending } from "../useSend";
import { ClockTime } from "./Message";
import css from "./transcript.module.css";

export function PendingMessage({ item, sending }: { item: Pending; sending: Sending }) {
  return (
    <article className={css.message}>
      <header className={css.byline}>
        <span className={css.author}>You</span>
        <ClockTime at={item.at} />
      </header>
      <div className={css.bubble}>{item.content}</div>
      {item.state === "sending" ? (
        <p className={css.end}>Sending</p>
      ) : (
        <Unsent item={item} sending={sending} />
      )}
    </article>
  );
}

function Unsent({ item, sending }: { item: Pending; sending: Sending }) {
  return (
    <div className={css.end}>
      <p className={css.failed}>Not sent. Your text is kept. {item.reason}</p>
      <Button small onClick={() => sending.retry(item)}>
        Retry
      </Button>
      <Button small look="ghost" onClick={() => sending.edit(item)}>
        Edit
      </Button>
    </div>
  );
}
