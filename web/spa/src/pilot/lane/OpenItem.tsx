/** An open question with its quick answers, or an open action with its command. */
import { Check, CircleDashed, CircleQuestionMark, Copy } from "lucide-react";
import { useState } from "react";
import type { Closing } from "~/api/lane";
import type { LaneItem } from "~/api/types";
import { copyText } from "~/lib/clipboard";
import { Button, IconButton } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { AnswerField } from "./AnswerField";
import css from "./lane.module.css";

interface OpenItemProps {
  item: LaneItem;
  /** Changes when an item of the lane appears, closes or moves: a second click must not hit the next item. */
  arrangement: string;
  mayClose: boolean;
  draft: string;
  onDraft: (text: string) => void;
  onClose: (how: Closing) => void;
}

export function OpenItem(props: OpenItemProps) {
  const { item, mayClose } = props;
  const isQuestion = item.kind === "question";
  const Icon = isQuestion ? CircleQuestionMark : CircleDashed;
  const textId = `lane-${item.id}`;
  return (
    <div role="group" aria-labelledby={textId} className={css.open}>
      <Icon size={16} strokeWidth={1.5} aria-hidden className={css.icon} />
      <p id={textId} dir="auto">
        {item.text}
      </p>
      {item.command && <Command text={item.command} />}
      {mayClose && (isQuestion ? <Question {...props} /> : <Action {...props} />)}
    </div>
  );
}

function Command({ text }: { text: string }) {
  return (
    <div className={css.command}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <code tabIndex={0} dir="ltr">
        {text}
      </code>
      <IconButton small label="Copy command" onClick={() => void copyText(text, "Command")}>
        <Copy size={14} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}

function Question({ item, arrangement, draft, onDraft, onClose }: OpenItemProps) {
  const [isFree, setIsFree] = useState(item.choices.length === 0);
  return (
    <>
      <div className={css.buttons}>
        {item.choices.map((choice) => (
          <GuardedButton
            key={choice}
            small
            resetKey={arrangement}
            className={css.chip}
            onClick={() => onClose({ answer: choice })}
          >
            {choice}
          </GuardedButton>
        ))}
        {!isFree && (
          <Button small look="ghost" onClick={() => setIsFree(true)}>
            Other…
          </Button>
        )}
        {!isFree && <Skip arrangement={arrangement} onClose={onClose} />}
      </div>
      {isFree && (
        <AnswerField
          label="Your answer"
          draft={draft}
          takesFocus={item.choices.length > 0}
          onDraft={onDraft}
          onSubmit={() => onClose({ answer: draft.trim() })}
        >
          <GuardedButton
            small
            resetKey={arrangement}
            aria-disabled={draft.trim() === "" || undefined}
            onClick={() => onClose({ answer: draft.trim() })}
          >
            Answer
          </GuardedButton>
          <Skip arrangement={arrangement} onClose={onClose} />
        </AnswerField>
      )}
    </>
  );
}

function Action({ item, arrangement, draft, onDraft, onClose }: OpenItemProps) {
  const [hasNote, setHasNote] = useState(false);
  const note = draft.trim();
  const done = () => onClose(note ? { done: true, note } : { done: true });
  const buttons = (
    <>
      <GuardedButton small resetKey={arrangement} onClick={done}>
        <Check size={14} strokeWidth={1.5} />
        Done
      </GuardedButton>
      {!hasNote && (
        <Button small look="ghost" onClick={() => setHasNote(true)}>
          Add result
        </Button>
      )}
      <Skip arrangement={arrangement} onClose={onClose} note={note} />
    </>
  );
  if (!hasNote) return <div className={css.buttons}>{buttons}</div>;
  return (
    <AnswerField
      label={`Result of: ${item.text}`}
      draft={draft}
      takesFocus
      onDraft={onDraft}
      onSubmit={done}
    >
      {buttons}
    </AnswerField>
  );
}

interface SkipProps {
  arrangement: string;
  onClose: (how: Closing) => void;
  note?: string;
}

function Skip({ arrangement, onClose, note }: SkipProps) {
  return (
    <GuardedButton
      small
      look="ghost"
      resetKey={arrangement}
      onClick={() => onClose(note ? { skipped: true, note } : { skipped: true })}
    >
      Skip
    </GuardedButton>
  );
}
