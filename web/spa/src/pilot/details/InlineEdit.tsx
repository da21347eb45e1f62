/** A text that is edited in place: Enter saves, Esc restores, and a refusal keeps what was typed. */
import { Pencil } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { isComposing, submits } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { useGuard } from "~/keyboard/useGuard";
import { classes } from "~/lib/classes";
import { capitalised } from "~/lib/text";
import { IconButton } from "~/ui/Button";
import field from "~/ui/field.module.css";
import css from "./inline.module.css";

interface InlineEditProps {
  /** Its name within a sentence: "client" makes "Edit client". */
  name: string;
  value: string;
  maxLength: number;
  /** Whether the value may be empty. */
  mayBeEmpty?: boolean;
  mayEdit: boolean;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  /** Resolves to the reason why it was not saved, or null. */
  onSave: (value: string) => Promise<string | null>;
  className?: string | undefined;
  /** Stands in a line with other values. */
  isClose?: boolean;
  /** What shows while nobody edits the text. */
  children: ReactNode;
}

export function InlineEdit({ children, ...edit }: InlineEditProps) {
  const { name, mayEdit, isEditing, onEdit, className, isClose } = edit;
  const pencil = useRef<HTMLButtonElement>(null);
  // After the first Enter the pencil has the focus; a second Enter must not start another edit.
  const guard = useGuard(isEditing, { isThereAlready: true });
  const [refused, setRefused] = useState<{ text: string; why: string } | null>(null);
  const leave = () => {
    onEdit(false);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const save = async (text: string) => {
    leave();
    const why = text === edit.value ? null : await edit.onSave(text);
    setRefused(why === null ? null : { text, why });
    if (why !== null) onEdit(true);
  };
  const restore = () => {
    setRefused(null);
    leave();
  };
  if (isEditing) {
    return <EditField {...edit} refused={refused} onSave={save} onRestore={restore} />;
  }
  return (
    <span className={classes(css.shown, isClose && css.close, className)}>
      {children}
      {mayEdit && (
        <IconButton
          ref={pencil}
          small
          className={css.pencil}
          label={`Edit ${name}`}
          onClick={guard((_event) => onEdit(true))}
        >
          <Pencil size={14} strokeWidth={1.5} />
        </IconButton>
      )}
    </span>
  );
}

interface EditFieldProps extends Omit<InlineEditProps, "children" | "onSave"> {
  refused: { text: string; why: string } | null;
  onSave: (text: string) => void;
  onRestore: () => void;
}

function EditField(props: EditFieldProps) {
  const { name, value, maxLength, mayBeEmpty, refused, onSave, onRestore } = props;
  const [text, setText] = useState(refused?.text ?? value);
  const input = useRef<HTMLInputElement>(null);
  const saidId = useId();
  useNotedLayer();
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const isMissing = !mayBeEmpty && text.trim() === "";
  const press = (event: KeyboardEvent) => {
    if (isComposing(event) || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onRestore();
    else if (submits(event) && !isMissing) onSave(text.trim());
  };
  return (
    <span className={css.editing}>
      <input
        ref={input}
        className={classes(field.input, css.input)}
        dir="auto"
        aria-label={capitalised(name)}
        aria-describedby={saidId}
        aria-invalid={isMissing || refused ? true : undefined}
        maxLength={maxLength}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <small id={saidId} className={classes(css.said, (isMissing || refused) && field.error)}>
        {saidAbout(isMissing, name, refused?.why)}
      </small>
    </span>
  );
}

function saidAbout(isMissing: boolean, name: string, why: string | undefined): string {
  if (isMissing) return `The ${name} cannot be empty. Esc restores it.`;
  return why ? `Not saved. ${why}` : "Enter saves, Esc restores";
}
