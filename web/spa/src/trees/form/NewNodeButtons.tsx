import { Button } from "~/ui/Button";
import { addAt } from "../editor/commands";
import type { Editor } from "../editor/Editor";
import type { NewKind } from "../model/edits";
import type { Slot } from "../model/graph";
import css from "./form.module.css";

const CHOICES: readonly [NewKind, string][] = [
  ["question", "Question"],
  ["step", "Step"],
  ["try_fix", "Try a fix"],
  ["solved", "Solved"],
  ["escalate", "Escalate"],
];

/** What can come next, each one press away. */
export function NewNodeButtons({ editor, slot }: { editor: Editor; slot: Slot | null }) {
  return (
    <div role="group" aria-label="What comes next" className={css.choices}>
      {CHOICES.map(([kind, label]) => (
        <Button key={kind} small onClick={() => addAt(editor, slot, kind)}>
          {label}
        </Button>
      ))}
    </div>
  );
}
