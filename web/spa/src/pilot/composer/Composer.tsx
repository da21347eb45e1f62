/** Where one writes. Enter sends, Shift+Enter breaks the line; the draft outlives a reload and a sign-out. */
import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from "react";
import { classes } from "~/lib/classes";
import { useLogin } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import css from "./composer.module.css";
import { COMPOSER_ID, useDraft } from "./drafts";
import { useOpenedDraft } from "./useOpenedDraft";
import { useReadyToType } from "./useReadyToType";

/** What the API takes. */
const MOST_CHARACTERS = 32_000;
const MOST_LINES = 8;

interface ComposerProps {
  sessionId: string;
  label: string;
  placeholder: string;
  /** False while a new session is being opened: a second message would open a second one. */
  maySend: boolean;
  onSend: (content: string) => void;
}

export function Composer({ sessionId, label, placeholder, maySend, onSend }: ComposerProps) {
  const { user } = useLogin();
  const [text, setText] = useDraft(user.id, sessionId);
  const area = useGrowing(text);
  useReadyToType(area);
  useOpenedDraft(user.id, sessionId);
  const tooLong = text.trim().length > MOST_CHARACTERS;
  const canSend = maySend && text.trim() !== "" && !tooLong;
  const footId = useId();
  const send = () => {
    if (!canSend) return;
    setText("");
    onSend(text.trim());
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={css.composer}>
      <div className={css.box}>
        <textarea
          ref={area}
          id={COMPOSER_ID}
          className={css.text}
          rows={1}
          aria-label={label}
          aria-describedby={footId}
          aria-invalid={tooLong || undefined}
          placeholder={placeholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
        />
        <SendButton canSend={canSend} onSend={send} />
      </div>
      <div id={footId} className={css.foot}>
        <span className={classes(tooLong && css.tooLong)}>{tooLong && tooLongWords(text)}</span>
        <span className={css.keys}>Enter sends · Shift+Enter adds a line</span>
      </div>
    </div>
  );
}

/** Never `disabled`: a button that loses the focus while one types would take it away. */
function SendButton({ canSend, onSend }: { canSend: boolean; onSend: () => void }) {
  return (
    <Button
      look="primary"
      className={css.send}
      aria-label="Send"
      aria-disabled={!canSend}
      onClick={onSend}
    >
      <ArrowUp size={16} strokeWidth={1.5} />
    </Button>
  );
}

function tooLongWords(text: string): string {
  const over = text.trim().length - MOST_CHARACTERS;
  return `${over.toLocaleString("en-GB")} characters too long.`;
}

/** Grows with its text up to eight lines, then scrolls. */
function useGrowing(text: string) {
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = "auto";
    const style = getComputedStyle(box);
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    const most = Number.parseFloat(style.lineHeight) * MOST_LINES + padding;
    box.style.height = `${Math.min(box.scrollHeight, most || box.scrollHeight)}px`;
    box.style.overflowY = box.scrollHeight > most ? "auto" : "hidden";
  }, [text]);
  return area;
}
