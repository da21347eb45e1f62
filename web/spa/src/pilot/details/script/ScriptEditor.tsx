/** Edits the drafted script. Ctrl+Enter saves; Esc goes back and keeps what was typed. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { isComposing } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { Button } from "~/ui/Button";
import { TextAreaField } from "~/ui/Field";
import css from "../details.module.css";

/** The API's limit. */
const MAX_SCRIPT = 100_000;

interface ScriptEditorProps {
  text: string;
  onType: (text: string) => void;
  onSave: () => void;
  onLeave: () => void;
}

export function ScriptEditor({ text, onType, onSave, onLeave }: ScriptEditorProps) {
  const [wasTried, setWasTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useNotedLayer();
  useEffect(() => area.current?.focus(), []);
  const isBlank = text.trim() === "";
  const save = () => {
    setWasTried(true);
    if (isBlank) area.current?.focus();
    else if (text.length <= MAX_SCRIPT) onSave();
  };
  const press = (event: KeyboardEvent) => {
    const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isComposing(event) || (event.key !== "Escape" && !isSave)) return;
    event.preventDefault();
    if (isSave) save();
    else onLeave();
  };
  return (
    <div className={css.editor}>
      <TextAreaField
        ref={area}
        label="Script"
        rows={14}
        spellCheck={false}
        dir="ltr"
        maxLength={MAX_SCRIPT}
        value={text}
        error={wasTried && isBlank ? "A script may not be empty." : undefined}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={press}
      />
      <div className={css.buttons}>
        <Button small look="primary" onClick={save}>
          Save
        </Button>
        <Button small look="ghost" onClick={onLeave}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
