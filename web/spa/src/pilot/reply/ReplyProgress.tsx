/** What the copilot does while nothing, or not everything, is written yet. Nothing shows in the first second. */
import { Square } from "lucide-react";
import { useEffect, useState } from "react";
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
  onNotify: () => void;
}

export function ReplyProgress({ phase, since, isStopping, onStop, onNotify }: ReplyProgressProps) {
  const seconds = useSecondsSince(since);
  if (seconds < NAMED_AFTER_S) return null;
  return (
    <div className={css.progress}>
      <span className={css.phase}>
        {isStopping ? "Stopping" : PHASES[phase]}…
        {seconds >= COUNTED_AFTER_S && <span className={css.seconds}> {seconds} s</span>}
      </span>
      {seconds >= LONG_AFTER_S && <span>Still working. You can keep typing.</span>}
      <span className={css.offers}>
        {seconds >= OFFER_AFTER_S && (
          <Button small look="ghost" onClick={onNotify}>
            Notify me
          </Button>
        )}
        <Button small onClick={onStop} disabled={isStopping}>
          <Square size={12} strokeWidth={1.5} /> Stop
          <kbd className={css.key}>Esc</kbd>
        </Button>
      </span>
    </div>
  );
}

function useSecondsSince(at: string): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - Date.parse(at)) / 1_000));
}
