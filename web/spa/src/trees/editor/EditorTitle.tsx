/**
 * The tree's title. The pencil beside it changes it in place: Enter keeps the new one, Esc restores the old one. Both go back to the pencil; leaving keeps
 * the new one too, and the focus where it went.
 */
import { Pencil } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { isComposing } from "~/keyboard/enter";
import { classes } from "~/lib/classes";
import { IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { LONGEST_TITLE } from "../form/limits";
import { type Editor, useEditor } from "./Editor";
import css from "./editor.module.css";

export function EditorTitle({ editor }: { editor: Editor }) {
  const title = useEditor(editor, ({ draft }) => draft.title);
  const [isEditing, setIsEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const end = (text: string | null, isLeft: boolean) => {
    setIsEditing(false);
    if (text?.trim()) editor.edit((draft) => ({ ...draft, title: text.trim() }));
    if (!isLeft) requestAnimationFrame(() => pencil.current?.focus());
  };
  return (
    <div className={css.titleLine}>
      <ScreenTitle className={classes(kit.cut, isEditing && "hidden-words")}>{title}</ScreenTitle>
      {isEditing ? (
        <TitleField title={title} onEnd={end} />
      ) : (
        <IconButton ref={pencil} small label="Change the title" onClick={() => setIsEditing(true)}>
          <Pencil size={14} strokeWidth={1.5} />
        </IconButton>
      )}
    </div>
  );
}

interface TitleFieldProps {
  title: string;
  /** Null: nothing changes. */
  onEnd: (text: string | null, isLeft: boolean) => void;
}

function TitleField({ title, onEnd }: TitleFieldProps) {
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => field.current?.select(), []);
  // The field that goes away loses the focus, which is no leaving.
  const end = (kept: string | null, isLeft: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    onEnd(kept, isLeft);
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event) || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    end(event.key === "Enter" ? text : null, false);
  };
  return (
    <input
      ref={field}
      className={css.titleField}
      aria-label="Title"
      maxLength={LONGEST_TITLE}
      dir="auto"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={press}
      onBlur={() => end(text, true)}
    />
  );
}
