/** The task lane: what the copilot asks and what it wants to be done, each answered in place. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { useRef, useState } from "react";
import type { Closing } from "~/api/lane";
import type { AiSession, LaneItem } from "~/api/types";
import { count } from "~/lib/text";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import details from "../details/details.module.css";
import { isEnded } from "../useChatActions";
import { ClosedLine } from "./ClosedLine";
import css from "./lane.module.css";
import { isOpen, type LaneView, useLaneView } from "./laneView";
import { OpenItem } from "./OpenItem";
import { useLaneMutations } from "./useLaneMutations";

export function Lane({ aiSession }: { aiSession: AiSession }) {
  const view = useLaneView(aiSession.id);
  const mayClose = aiSession.can_write && !isEnded(aiSession);
  const acts = useLaneMutations(aiSession.id);
  const title = useRef<HTMLHeadingElement>(null);
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const tell = (why: string | null) => {
    setRefusal(why);
    if (why) announce(`Not saved. ${why}`);
  };
  const close = async (item: LaneItem, how: Closing) => {
    // The button is gone with its item, so the focus needs another place in the lane.
    title.current?.focus();
    announce(SAID[item.kind]);
    tell(await acts.close(item, how));
  };
  const send = async () => {
    title.current?.focus();
    tell(await acts.send());
  };
  if (view.current.length + view.earlier.length === 0) return null;
  // Closing an item moves the ones below it, so every control in the lane is guarded again.
  const arrangement = view.current.map(({ id, state }) => id + state).join();
  return (
    <section aria-labelledby="lane-title" className={details.section}>
      <div className={details.head}>
        <h2 id="lane-title" ref={title} tabIndex={-1} className={details.title}>
          Copilot asks
        </h2>
        {view.current.length > 0 && <span className={css.progress}>{progressOf(view)}</span>}
      </div>
      <ul className={css.lane}>
        {view.current.map((item) => (
          <li key={item.id}>
            {isOpen(item) ? (
              <OpenItem
                item={item}
                arrangement={arrangement}
                mayClose={mayClose}
                draft={drafts[item.id] ?? ""}
                onDraft={(text) => setDrafts({ ...drafts, [item.id]: text })}
                onClose={(how) => void close(item, how)}
              />
            ) : (
              <ClosedLine item={item} />
            )}
          </li>
        ))}
      </ul>
      {refusal && <p className={details.refusal}>Not saved. {refusal}</p>}
      {view.waiting > 0 && view.open > 0 && mayClose && (
        <GuardedButton
          small
          resetKey={arrangement}
          className={css.send}
          onClick={() => void send()}
        >
          Send {count(view.waiting, "answer")}
        </GuardedButton>
      )}
      <Earlier items={view.earlier} />
    </section>
  );
}

const SAID = { question: "Answered.", action: "Noted." };

function progressOf({ current, open }: LaneView): string {
  return `${current.length - open} of ${current.length}`;
}

function Earlier({ items }: { items: LaneItem[] }) {
  const [isShown, setIsShown] = useState(false);
  if (items.length === 0) return null;
  const Icon = isShown ? ChevronDown : ChevronRight;
  return (
    <>
      <Button
        small
        look="ghost"
        className={css.earlier}
        aria-expanded={isShown}
        onClick={() => setIsShown(!isShown)}
      >
        <Icon size={14} strokeWidth={1.5} />
        {count(items.length, "earlier answer")}
      </Button>
      {isShown && (
        <ul className={css.lane}>
          {items.map((item) => (
            <li key={item.id}>
              <ClosedLine item={item} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
