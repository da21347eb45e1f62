/** One line above a written text: being written, how old it is, or why it could not be written. Its height never changes. */
import { CircleAlert, FileText, LoaderCircle, RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { messageOf } from "~/api/errors";
import { serverNow } from "~/lib/serverTime";
import { useSecondsSince } from "~/pilot/reply/ReplyProgress";
import { Button } from "~/ui/Button";
import { reasonOf } from "./failures";
import type { OpenWriteUp, WriteUp } from "./useWriteUp";
import css from "./writeUps.module.css";

interface WriteUpStateProps {
  writeUp: OpenWriteUp<WriteUp>;
  /** What is shown if there is nothing else to say: "Drafted from 14 steps." */
  said: ReactNode;
  /** Absent if this user may not ask for a text. */
  verb?: string;
}

export function WriteUpState({ writeUp, said, verb }: WriteUpStateProps) {
  const { data, isWriting, isStale, askError, ask } = writeUp;
  const failure = failureOf(writeUp);
  if (isWriting) return <Writing />;
  return (
    <p className={css.state} data-tone={failure ? "danger" : isStale ? "warn" : undefined}>
      {failure ? <CircleAlert {...ICON} /> : <FileText {...ICON} />}
      <span>{failure ?? (isStale ? STALE : said)}</span>
      {verb && (
        <Button look="ghost" small className={css.again} onClick={ask}>
          <RefreshCw {...ICON} />
          {askError || data?.status === "failed" ? "Try again" : verb}
        </Button>
      )}
    </p>
  );
}

const ICON = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;
const STALE = "Out of date: the session has changed since.";

function failureOf({ data, askError }: OpenWriteUp<WriteUp>): ReactNode {
  if (askError) return <>Not asked for. {messageOf(askError)}</>;
  if (data?.status !== "failed") return null;
  return (
    <>
      Not written. {reasonOf(data.error ?? "")} <code>{data.error}</code>
    </>
  );
}

const COUNTED_AFTER_S = 2;
const LONG_AFTER_S = 20;

/** The first second shows the words without a number, so that a fast answer does not flicker. */
function Writing() {
  const [since] = useState(() => new Date(serverNow()).toISOString());
  const seconds = useSecondsSince(since);
  return (
    <p className={css.state}>
      <LoaderCircle {...ICON} className={css.spinner} />
      <span>
        {seconds < COUNTED_AFTER_S ? "Reading the session" : "Writing"}
        {seconds >= COUNTED_AFTER_S && <span className={css.seconds}> {seconds} s</span>}
        {seconds >= LONG_AFTER_S && ". Still working. You can keep typing."}
      </span>
    </p>
  );
}
