/** The composer. Enter sends, Shift+Enter adds a line; the draft survives a reload and a sign-out. */
import { ArrowUp, SquareSlash } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, Suspense, useId, useRef } from "react";
import { type Attaching, useAttaching } from "~/attachments/useAttaching";
import { submits } from "~/keyboard/enter";
import { useTypingTarget } from "~/keyboard/typing";
import { classes } from "~/lib/classes";
import { TOUCH, useMedia } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { noteWriting } from "~/presence/writing";
import { IconButton } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import { AttachButton } from "./AttachButton";
import { CommandList, optionId } from "./CommandList";
import css from "./composer.module.css";
import { COMPOSER_ID, focusAtEnd, useDraft } from "./drafts";
import { tooLongText, trimBlankLines } from "./message";
import { type Commands, useCommands } from "./useCommands";
import { useComposerFocus } from "./useComposerFocus";
import { useGrowing } from "./useGrowing";
import { useOpenedDraft } from "./useOpenedDraft";

const UPLOADING = "Uploading. You can send when it is done.";

const Tray = lazyPart(() => import("~/attachments/Tray"));

interface ComposerProps {
  sessionId: string;
  label: string;
  placeholder: string;
  /** False while a new session is being opened, because a second message would open a second session. */
  maySend: boolean;
  onSend: (content: string) => void;
}

export function Composer({ sessionId, label, placeholder, maySend, onSend }: ComposerProps) {
  const { user } = useLogin();
  const [text, setText] = useDraft(user.id, sessionId);
  const area = useComposerArea(sessionId, text, setText);
  useOpenedDraft(user.id, sessionId);
  const commands = useCommands(text, setText);
  const tooLong = tooLongText(text);
  const attaching = useAttaching(sessionId);
  const hasContent = text.trim() !== "" || attaching.hasReady;
  const canSend = maySend && hasContent && !attaching.isUploading && !tooLong && !commands.shown;
  const send = () => canSend && onSend(trimBlankLines(text));
  const isTouch = useMedia(TOUCH);
  const press = (event: KeyboardEvent) => {
    if (commands.press(event)) return event.preventDefault();
    // Touch keyboards have no Shift+Enter: Return adds a line, and the button sends.
    if (isTouch || !submits(event) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    send();
  };
  const ids = useId();
  const listId = `${ids}-commands`;
  return (
    <DropArea sessionId={sessionId} attaching={attaching}>
      <ShownCommands id={listId} commands={commands} />
      <textarea
        ref={area}
        id={COMPOSER_ID}
        className={css.text}
        rows={1}
        dir="auto"
        enterKeyHint={isTouch ? "enter" : "send"}
        aria-label={label}
        aria-describedby={`${ids}-foot`}
        aria-invalid={tooLong ? true : undefined}
        {...aboutCommands(commands, listId)}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(noteWriting(sessionId, event.target.value))}
        onKeyDown={press}
        onPaste={attaching.paste}
        onBlur={commands.hide}
      />
      <ComposerBar
        commands={commands}
        area={area}
        canSend={canSend}
        onSend={send}
        onAttach={attaching.add}
      >
        <span id={`${ids}-foot`} className={classes(css.hint, tooLong && css.tooLong)}>
          {tooLong ??
            (attaching.isUploading ? UPLOADING : <Keys isTouch={isTouch} commands={commands} />)}
        </span>
      </ComposerBar>
    </DropArea>
  );
}

interface DropAreaProps {
  sessionId: string;
  attaching: Attaching;
  children: ReactNode;
}

/** The composer's box: files can be dropped on it, and stand above its text. */
function DropArea({ sessionId, attaching, children }: DropAreaProps) {
  return (
    <div className={classes(css.composer, attaching.isTarget && css.target)} {...attaching.drop}>
      {attaching.files.length > 0 && (
        <Suspense fallback={<div className={css.filesToCome} />}>
          <Tray sessionId={sessionId} />
        </Suspense>
      )}
      {children}
    </div>
  );
}

function ShownCommands({ id, commands }: { id: string; commands: Commands }) {
  if (!commands.shown) return null;
  return (
    <CommandList
      id={id}
      commands={commands.shown}
      chosen={commands.chosen}
      onChoose={commands.choose}
      onRun={commands.run}
    />
  );
}

/** Tells a screen reader which list the text field's keys control. */
function aboutCommands({ shown, chosen }: Commands, listId: string) {
  const open = { "aria-controls": listId, "aria-activedescendant": optionId(listId, chosen) };
  return { "aria-autocomplete": "list" as const, ...(shown && open) };
}

/** The text field. It takes the focus when its chat opens, and receives letters typed outside it. */
function useComposerArea(sessionId: string, text: string, setText: (text: string) => void) {
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, text);
  useTypingTarget(
    () => focusAtEnd(area.current),
    (letters) => setText(text + letters),
  );
  useComposerFocus(area, sessionId);
  return area;
}

function Keys({ isTouch, commands }: { isTouch: boolean; commands: Commands }) {
  if (isTouch) return <>The arrow sends</>;
  if (commands.shown) {
    return (
      <>
        <kbd>↑↓</kbd> choose <kbd>↵</kbd> run <kbd>Esc</kbd> close
      </>
    );
  }
  return (
    <>
      <kbd>/</kbd> commands <kbd>↵</kbd> send <kbd>Shift ↵</kbd> new line
    </>
  );
}

interface ComposerBarProps {
  commands: Commands;
  area: RefObject<HTMLTextAreaElement | null>;
  canSend: boolean;
  onSend: () => void;
  onAttach: (files: File[]) => void;
  children: ReactNode;
}

/** The row below the text: the commands button, the key hints, and Send. */
function ComposerBar({ commands, area, canSend, onSend, onAttach, children }: ComposerBarProps) {
  const showCommands = () => {
    commands.toggle();
    area.current?.focus();
  };
  return (
    <div className={css.tray}>
      <AttachButton onAttach={onAttach} />
      <IconButton
        small
        label="Commands"
        tip="above-start"
        aria-expanded={commands.shown !== null}
        // Keeps the focus in the composer, whose keys choose a command.
        onMouseDown={(event) => event.preventDefault()}
        onClick={showCommands}
      >
        <SquareSlash size={16} strokeWidth={1.5} />
      </IconButton>
      {children}
      {/* Never `disabled`: a focused button that becomes disabled loses the focus. */}
      <IconButton
        small
        label="Send"
        tip="above"
        look={canSend ? "primary" : "ghost"}
        aria-disabled={!canSend}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onSend}
      >
        <ArrowUp size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}
