/** A tree that this user does not change: one of the library, an archived one, or any for a viewer. It can be run and copied. */
import { ChartLine, Copy, Download, Ellipsis, Play } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { exportAddress, type Tree } from "~/api/trees";
import { classes } from "~/lib/classes";
import { page } from "~/lib/page";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useIsViewer } from "~/login/LoginProvider";
import { Button, ButtonLink, IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Menu, MenuItem } from "~/ui/Menu";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { Segmented } from "~/ui/Segmented";
import { Editor } from "../editor/Editor";
import css from "../editor/editor.module.css";
import { draftText } from "../editor/SaveLine";
import { draftOf } from "../editor/Saver";
import { RightPane } from "../editor/TreeEditor";
import { Outline } from "../outline/Outline";
import { LineText } from "./LineText";
import { useTreeCalls } from "./useTreeCalls";

const FiguresDialog = lazyPart(() => import("./FiguresDialog"));

const NOTHING = [] as const;
const icon = { size: 16, strokeWidth: 1.5 };

const PANES = [
  { value: "outline", label: "Outline" },
  { value: "canvas", label: "Canvas" },
] as const;

export function TreeView({ tree }: { tree: Tree }) {
  const [editor] = useState(() => new Editor(draftOf(tree)));
  const [pane, setPane] = useState<"outline" | "canvas">("outline");
  const isPhone = useMedia(PHONE);
  return (
    <>
      <ViewHead tree={tree} isPhone={isPhone} />
      {isPhone && (
        <div className={css.switch}>
          <Segmented label="View" value={pane} options={PANES} onChoose={setPane} />
        </div>
      )}
      <div className={css.panes}>
        {(!isPhone || pane === "outline") && (
          <div className={css.left}>
            <ScrollBox className={css.outline} label="Outline pane">
              <Outline editor={editor} problems={NOTHING} isReadOnly onEdit={noEdit} />
            </ScrollBox>
            <LineText editor={editor} />
          </div>
        )}
        {(!isPhone || pane === "canvas") && (
          <div className={css.right}>
            <RightPane editor={editor} isReadOnly />
          </div>
        )}
      </div>
    </>
  );
}

function noEdit(): void {}

function aboutText(tree: Tree): string {
  if (tree.read_only) return "Library";
  return tree.status === "archived" ? "Archived" : draftText(tree);
}

function ViewHead({ tree, isPhone }: { tree: Tree; isPhone: boolean }) {
  const { id, title, purpose, published_version, status } = tree;
  const navigate = useNavigate();
  const mayChange = !useIsViewer();
  const { copy, isCopying } = useTreeCalls(tree);
  const canRun = mayChange && published_version !== null && status !== "archived";
  const copyIt = () => copy((made) => navigate(`/trees/${made.id}`));
  return (
    <header className={classes(kit.bar, css.bar)}>
      <div className={kit.grow}>
        <ScreenTitle className={kit.cut}>{title}</ScreenTitle>
        <p className={classes(kit.meta, kit.dots, kit.cut)}>
          <span>{aboutText(tree)}</span>
          {purpose && <span dir="auto">{purpose.split("\n")[0]}</span>}
        </p>
      </div>
      {mayChange && !isPhone && (
        <Button look={canRun ? "ghost" : "plain"} onClick={copyIt}>
          <Copy {...icon} />
          {isCopying ? "Copying…" : "Copy to my trees"}
        </Button>
      )}
      {canRun && (
        <ButtonLink look="primary" to={`/trees/${id}/run`}>
          <Play {...icon} />
          Run
        </ButtonLink>
      )}
      <ViewMenu tree={tree} onCopy={mayChange && isPhone ? copyIt : null} />
    </header>
  );
}

function ViewMenu({ tree, onCopy }: { tree: Tree; onCopy: (() => void) | null }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More actions">
            <Ellipsis {...icon} />
          </IconButton>
        }
      >
        {onCopy && (
          <MenuItem icon={<Copy {...icon} />} onSelect={onCopy}>
            Copy to my trees
          </MenuItem>
        )}
        <MenuItem
          icon={<Download {...icon} />}
          onSelect={() => page.download(exportAddress(tree.id))}
        >
          Export JSON
        </MenuItem>
        <MenuItem icon={<ChartLine {...icon} />} onSelect={() => setIsOpen(true)}>
          Figures…
        </MenuItem>
      </Menu>
      {isOpen && <FiguresDialog tree={tree} onClose={() => setIsOpen(false)} />}
    </>
  );
}
