/** The header: title, state of the draft, undo and redo, test, publish, and the rest in a menu. */
import { Play, Redo2, Undo2 } from "lucide-react";
import { classes } from "~/lib/classes";
import { PHONE, useMedia } from "~/lib/useMedia";
import { Button, IconButton } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import kit from "~/ui/kit.module.css";
import { useStart } from "../run/useStart";
import { useEditor } from "./Editor";
import { EditorMenu } from "./EditorMenu";
import { EditorTitle } from "./EditorTitle";
import css from "./editor.module.css";
import { ProblemMenu } from "./ProblemMenu";
import { SaveLine } from "./SaveLine";
import type { Desk } from "./useDesk";
import { usePublish } from "./usePublish";
import { step } from "./useUndoKeys";

interface EditorHeadProps {
  desk: Desk;
  onTest: (runId: string) => void;
}

export function EditorHead({ desk, onTest }: EditorHeadProps) {
  const isPhone = useMedia(PHONE);
  const { publish, isPublishing } = usePublish(desk);
  const test = useTest(desk, onTest);
  return (
    <header className={classes(kit.bar, css.bar)}>
      <div className={kit.grow}>
        <EditorTitle editor={desk.editor} />
        <p className={classes(kit.meta, kit.dots, kit.cut, css.state)}>
          <SaveLine saver={desk.saver} />
          <ProblemMenu desk={desk} />
          {test.problem && <span className={css.bad}>Test not started. {test.problem}</span>}
        </p>
      </div>
      {!isPhone && (
        <>
          <UndoButtons desk={desk} />
          <Button look="ghost" onClick={test.start}>
            <Play size={16} strokeWidth={1.5} />
            {test.isStarting ? "Starting…" : "Test"}
          </Button>
        </>
      )}
      <GuardedButton
        look="primary"
        aria-disabled={isPublishing || undefined}
        onClick={() => void publish()}
      >
        {isPublishing ? "Publishing…" : "Publish"}
      </GuardedButton>
      <EditorMenu desk={desk} isPhone={isPhone} onTest={test.start} />
    </header>
  );
}

/** What is tested is what is saved. */
function useTest({ saver }: Desk, onTest: (runId: string) => void) {
  const { tree } = saver.state.get();
  const { start, isStarting, problem } = useStart(tree.id, ({ id }) => onTest(id));
  const begin = async () => {
    if (await saver.flush()) start({ is_test: true });
  };
  return { start: () => void begin(), isStarting, problem };
}

function UndoButtons({ desk: { editor } }: { desk: Desk }) {
  const canUndo = useEditor(editor, ({ past }) => past.length > 0);
  const canRedo = useEditor(editor, ({ future }) => future.length > 0);
  return (
    <>
      <IconButton
        label="Undo (Ctrl Z)"
        aria-disabled={!canUndo || undefined}
        onClick={() => step(editor, "undo")}
      >
        <Undo2 size={16} strokeWidth={1.5} />
      </IconButton>
      <IconButton
        label="Redo (Ctrl Shift Z)"
        aria-disabled={!canRedo || undefined}
        onClick={() => step(editor, "redo")}
      >
        <Redo2 size={16} strokeWidth={1.5} />
      </IconButton>
    </>
  );
}
