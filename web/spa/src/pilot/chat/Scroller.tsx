/** The scrolling box of the conversation, with a button that jumps to new entries while the reader is further up. */
import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { count } from "~/lib/text";
import { Button } from "~/ui/Button";
import { ScrollBox } from "~/ui/ScrollBox";
import css from "./transcript.module.css";
import { useAutoscroll } from "./useAutoscroll";

interface ScrollerProps {
  entries: number;
  /** The number of messages being sent; sending one scrolls to the end. */
  sent: number;
  children: ReactNode;
}

export function Scroller({ entries, sent, children }: ScrollerProps) {
  const { scroller, content, unseen, toEnd } = useAutoscroll(entries);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the user's own message scrolls the page.
  useEffect(() => {
    if (sent > 0) toEnd();
  }, [sent]);
  return (
    <div className={css.frame}>
      <ScrollBox ref={scroller} className={css.scroller} label="Conversation">
        <div ref={content} className={css.content}>
          {children}
        </div>
      </ScrollBox>
      {unseen > 0 && (
        <Button small className={css.new} onClick={toEnd}>
          <ArrowDown size={14} strokeWidth={1.5} /> {count(unseen, "new", "new")}
        </Button>
      )}
    </div>
  );
}
