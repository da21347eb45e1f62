/** The editor: the outline and the form of its chosen line on the left, the canvas on the right, which a test takes the place of. */
import { Suspense, useEffect, useRef, useState } from "react";
import type { Tree } from "~/api/trees";
import { classes } from "~/lib/classes";
import { PHONE, useMedia } from "~/lib/useMedia";
import { lazyPart } from "~/ui/lazyPart";
import { ScrollBox } from "~/ui/ScrollBox";
import { Segmented } from "~/ui/Segmented";
import { LineForm } from "../form/LineForm";
import { Outline } from "../outline/Outline";
import { ConflictDialog } from "./ConflictDialog";
import { type Editor, useEditor } from "./Editor";
import { EditorHead } from "./EditorHead";
import { EmptyTree } from "./EmptyTree";
import css from "./editor.module.css";
import { useSaving } from "./Saver";
import { TestPane } from "./TestPane";
import { type Desk, useDesk } from "./useDesk";
import { useUndoKeys } from "./useUndoKeys";

const Canvas = lazyPart(() => import("../canvas/Canvas"));

type Pane = "outline" | "canvas";

const PANES = [
  { value: "outline", label: "Outline" },
  { value: "canvas", label: "Canvas" },
] as const;

export function TreeEditor({ tree }: { tree: Tree }) {
  const desk = useDesk(tree);
  const { editor, saver } = desk;
  const [pane, setPane] = useState<Pane>("outline");
  const [testId, setTestId] = useState<string | null>(null);
  const isPhone = useMedia(PHONE);
  const isEmpty = useEditor(editor, ({ draft }) => Object.keys(draft.nodes).length === 0);
  const { theirs } = useSaving(saver);
  useUndoKeys(editor);
  const hasLeft = !isPhone || (pane === "outline" && !testId);
  const hasRight = !isPhone || pane === "canvas" || testId !== null;
  return (
    <>
      <EditorHead desk={desk} onTest={setTestId} />
      {isPhone && !testId && (
        <div className={css.switch}>
          <Segmented label="View" value={pane} options={PANES} onChoose={setPane} />
        </div>
      )}
      <div className={css.panes}>
        {hasLeft && (isEmpty ? <EmptyTree editor={editor} /> : <LeftPane desk={desk} />)}
        {hasRight && (
          <div className={css.right}>
            {testId ? (
              <TestPane runId={testId} onRun={setTestId} onClose={() => setTestId(null)} />
            ) : (
              <RightPane editor={editor} />
            )}
          </div>
        )}
      </div>
      {theirs && <ConflictDialog desk={desk} theirs={theirs} />}
    </>
  );
}

function LeftPane({ desk: { editor, saver } }: { desk: Desk }) {
  const form = useRef<HTMLElement>(null);
  const { problems } = useSaving(saver);
  const edit = () => {
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what);
    const first = find("[data-first]") ?? find("input, textarea") ?? find("[role=group] button");
    first?.focus();
  };
  return (
    <div className={css.left}>
      <ScrollBox className={css.outline} label="Outline pane">
        <Outline editor={editor} problems={problems} isReadOnly={false} onEdit={edit} />
      </ScrollBox>
      <LineForm ref={form} editor={editor} problems={problems} />
    </div>
  );
}

/** The canvas is drawn once the outline is on the screen, so that a large tree opens without waiting for its picture. */
export function RightPane({ editor, isReadOnly }: { editor: Editor; isReadOnly?: boolean }) {
  const isPainted = useIsPainted();
  const empty = <div className={classes(css.dotted, css.waiting)} />;
  if (!isPainted) return empty;
  return (
    <Suspense fallback={empty}>
      <Canvas editor={editor} isReadOnly={isReadOnly ?? false} />
    </Suspense>
  );
}

function useIsPainted(): boolean {
  const [isPainted, setIsPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A frame's callback runs before the frame is painted, what it puts off after that.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setIsPainted(true), 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isPainted;
}
