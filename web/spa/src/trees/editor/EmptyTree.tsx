import { EmptyState } from "~/ui/EmptyState";
import { NewNodeButtons } from "../form/NewNodeButtons";
import type { Editor } from "./Editor";
import css from "./editor.module.css";

/** A new tree: what does it begin with? */
export function EmptyTree({ editor }: { editor: Editor }) {
  return (
    <div className={css.left}>
      <EmptyState fact="This tree has no node yet." hint="Most trees begin with a question.">
        <NewNodeButtons editor={editor} slot={null} />
      </EmptyState>
    </div>
  );
}
