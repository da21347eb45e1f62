/** The field for what the script should do. Enter sends, Shift+Enter adds a line; what is typed is kept over a reload. */
import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import type { ScriptSession } from "~/api/scriptBuilder";
import { submits } from "~/keyboard/enter";
import { useTypingTarget } from "~/keyboard/typing";
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { isTouch } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { useGrowing } from "~/pilot/composer/useGrowing";
import { IconButton } from "~/ui/Button";
import css from "./builder.module.css";
import type { BuilderActs } from "./useScriptSession";

/** The API's limit. */
const MAX_MESSAGE = 20_000;

interface ComposerProps {
  scriptSession: ScriptSession;
  acts: BuilderActs;
  isBusy: boolean;
  /** Beside the chat of an AI session, whose composer letters go to. */
  isBeside: boolean;
}

export function Composer({ scriptSession, acts, isBusy, isBeside }: ComposerProps) {
  const { user } = useLogin();
  const [text, setText] = useKept(userKey(user.id, "script-message", scriptSession.id), "");
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, text);
  useTypingTarget(
    () => area.current?.focus(),
    (letters) => setText((now) => now + letters),
    !isBeside,
  );
  const isSendable = text.trim() !== "" && text.length <= MAX_MESSAGE && !isBusy;
  const send = () => {
    if (!isSendable || acts.sending.isPending) return;
    const clear = () => setText((now) => (now === text ? "" : now));
    acts.sending.mutate(text.trim(), { onSuccess: clear });
  };
  const press = (event: KeyboardEvent) => {
    if (!submits(event) || isTouch()) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={area}
        aria-label="What the script should do"
        placeholder={
          scriptSession.messages.length === 0 ? "Describe the script" : "Ask for a change"
        }
        rows={2}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <IconButton
        type="submit"
        label="Send"
        look="primary"
        tip="above-start"
        aria-disabled={!isSendable || undefined}
      >
        <ArrowUp size={16} strokeWidth={1.5} />
      </IconButton>
    </form>
  );
}
