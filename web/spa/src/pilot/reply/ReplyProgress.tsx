/** What the copilot is doing until its answer is complete. Nothing shows in the first second. */
import { LoaderCircle, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { serverNow } from "~/lib/serverTime";
import { secondsSince } from "~/lib/time";
import { Button } from "~/ui/Button";
import css from "./reply.module.css";

const NAMED_AFTER_S = 1;
const COUNTED_AFTER_S = 2;
const LONG_AFTER_S = 20;
const OFFER_AFTER_S = 60;

export type Phase = "waiting" | "reading" | "writing";

const PHASES: Record<Phase, string> = {
  waiting: "Waiting for Copilot",
  reading: "Reading the session",
  writing: "Writing",
};

interface ReplyProgressProps {
  phase: Phase;
  /** When the question was sent, RFC 3339. */
  since: string;
  isStopping: boolean;
  onStop: () => void;
  /** Left out where nobody can be told later. */
  onNotify?: () => void;
}

export function ReplyProgress({ phase, since, isStopping, onStop, onNotify }: ReplyProgressProps) {
  const seconds = useSecondsSince(since);
  if (seconds < NAMED_AFTER_S) return null;
  return (
    <div className={css.progress}>
      <LoaderCircle size={16} strokeWidth={1.5} className={css.spinner} aria-hidden="true" />
      <span>{isStopping ? "Stopping" : PHASES[phase]}</span>
      {seconds >= COUNTED_AFTER_S && <span className={css.seconds}>{seconds} s</span>}
      <Button small onClick={onStop} disabled={isStopping}>
        <Square size={14} strokeWidth={1.5} /> Stop <kbd>Esc</kbd>
      </Button>
      {seconds >= OFFER_AFTER_S && onNotify && (
        <Button small look="ghost" onClick={onNotify}>
          Notify me
        </Button>
      )}
      {seconds >= LONG_AFTER_S && <span>Still working. You can keep typing.</span>}
    </div>
  );
}

export function useSecondsSince(at: string): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return secondsSince(at, now);
}
