/** Starts a session directly from Home. It edits the draft of the next new session, so the empty chat shows the same text. */
import type { FormEvent, KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { submits } from "~/keyboard/enter";
import { isTouch } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { NEW, useDraft } from "~/pilot/composer/drafts";
import { tooLongText, trimBlankLines } from "~/pilot/composer/message";
import { useSend } from "~/pilot/useSend";
import { Button } from "~/ui/Button";
import css from "./home.module.css";

export function QuickStart() {
  const { user } = useLogin();
  const [text, setText] = useDraft(user.id, NEW);
  const sending = useSend(NEW, []);
  const navigate = useNavigate();
  const start = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The chat shows what is missing or too long, and the user corrects it there.
    if (text.trim() && !tooLongText(text)) sending.send(trimBlankLines(text));
    navigate("/pilot");
  };
  return (
    <form className={css.quick} aria-label="New session" onSubmit={start}>
      <textarea
        aria-label="What is going wrong?"
        placeholder="What is going wrong? Paste the ticket, an error or a user quote"
        rows={1}
        dir="auto"
        enterKeyHint={isTouch() ? "enter" : "send"}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={submitOnEnter}
      />
      <Button type="submit" look="primary">
        Start
      </Button>
    </form>
  );
}

/** On touch keyboards Return adds a line. */
function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (isTouch() || !submits(event)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
