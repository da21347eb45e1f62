/** The answers of a question: the number key of the runner, the label, and where it leads. */
import { Plus, X } from "lucide-react";
import type { TreeNode } from "~/api/trees";
import { mapByIndex } from "~/prose/mapByIndex";
import { Button, IconButton } from "~/ui/Button";
import field from "~/ui/field.module.css";
import { KeyCap } from "~/ui/KeyCap";
import { addAnswerTo, relabel, removeAnswer } from "../editor/commands";
import type { Editor } from "../editor/Editor";
import { MOST_ANSWERS } from "../model/graph";
import css from "./form.module.css";
import { LONGEST_LABEL } from "./limits";
import { TargetSelect } from "./TargetSelect";

interface AnswerFieldsProps {
  editor: Editor;
  id: string;
  node: TreeNode;
}

export function AnswerFields({ editor, id, node }: AnswerFieldsProps) {
  const answers = node.answers ?? [];
  return (
    <fieldset className={css.part}>
      <legend className={css.legend}>Answers</legend>
      {mapByIndex(answers, ({ label, next }, index) => {
        const slot = { from: id, index };
        const name = `Answer ${index + 1}`;
        return (
          <div className={css.answer}>
            <KeyCap>{String(index + 1)}</KeyCap>
            <input
              className={field.input}
              aria-label={name}
              maxLength={LONGEST_LABEL}
              dir="auto"
              value={label}
              onChange={({ target }) => relabel(editor, slot, target.value)}
            />
            <TargetSelect editor={editor} slot={slot} next={next} label={`${name} leads to`} />
            <IconButton
              small
              label={`Remove answer ${index + 1}`}
              tip="above"
              onClick={() => removeAnswer(editor, slot)}
            >
              <X size={16} strokeWidth={1.5} />
            </IconButton>
          </div>
        );
      })}
      {answers.length < MOST_ANSWERS && (
        <div>
          <Button look="ghost" small onClick={() => addAnswerHere(editor, id)}>
            <Plus size={16} strokeWidth={1.5} />
            Add answer
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** The question stays chosen, so that the next answer can be written at once. */
function addAnswerHere(editor: Editor, id: string): void {
  addAnswerTo(editor, id);
  editor.select(id);
}
