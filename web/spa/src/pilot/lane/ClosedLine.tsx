/** An item that somebody closed: one quiet line. */
import { Check, Minus } from "lucide-react";
import type { LaneItem } from "~/api/types";
import { firstName, nameOf } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import css from "./lane.module.css";

const WORDS = { done: "Done", skipped: "Skipped" } as const;

export function ClosedLine({ item }: { item: LaneItem }) {
  const { user } = useLogin();
  const isSkipped = item.state === "skipped";
  const Icon = isSkipped ? Minus : Check;
  const word = item.state === "done" || isSkipped ? WORDS[item.state as keyof typeof WORDS] : null;
  const isOthers = item.closed_by !== null && item.closed_by.id !== user.id;
  return (
    <div className={css.closed}>
      <Icon size={16} strokeWidth={1.5} aria-hidden className={isSkipped ? undefined : css.check} />
      <p dir="auto">
        {item.text}{" "}
        <span className={isSkipped ? undefined : css.answer}>
          {[word, item.answer].filter(Boolean).join(": ")}
        </span>
        {isOthers && <span> · {firstName(nameOf(item.closed_by))}</span>}
      </p>
    </div>
  );
}
