/** What is needed less often: history, figures, copy, export, archive; on phones also undo, redo and test. */

import {
  Archive,
  ChartLine,
  Copy,
  Download,
  Ellipsis,
  History,
  Play,
  Redo2,
  Tag,
  Undo2,
} from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { exportAddress } from "~/api/trees";
import { page } from "~/lib/page";
import { IconButton } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import { Menu, MenuItem } from "~/ui/Menu";
import { useTreeCalls } from "../view/useTreeCalls";
import type { Desk } from "./useDesk";
import { step } from "./useUndoKeys";

const HistoryDialog = lazyPart(() => import("./HistoryDialog"));
const FiguresDialog = lazyPart(() => import("../view/FiguresDialog"));
const AboutDialog = lazyPart(() => import("./AboutDialog"));

const icon = { size: 16, strokeWidth: 1.5 };

interface EditorMenuProps {
  desk: Desk;
  isPhone: boolean;
  onTest: () => void;
}

export function EditorMenu({ desk, isPhone, onTest }: EditorMenuProps) {
  const { editor, saver } = desk;
  const [open, setOpen] = useState<"history" | "figures" | "about" | null>(null);
  const close = () => setOpen(null);
  const { tree } = saver.state.get();
  // Not in the menu's content, which is gone when the answer comes.
  const calls = useTreeCalls(tree);
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More actions">
            <Ellipsis {...icon} />
          </IconButton>
        }
      >
        {isPhone && (
          <>
            <MenuItem icon={<Undo2 {...icon} />} onSelect={() => step(editor, "undo")}>
              Undo
            </MenuItem>
            <MenuItem icon={<Redo2 {...icon} />} onSelect={() => step(editor, "redo")}>
              Redo
            </MenuItem>
            <MenuItem icon={<Play {...icon} />} onSelect={onTest}>
              Test
            </MenuItem>
          </>
        )}
        <MenuItem icon={<Tag {...icon} />} onSelect={() => setOpen("about")}>
          Title, purpose and tags…
        </MenuItem>
        <MenuItem icon={<History {...icon} />} onSelect={() => setOpen("history")}>
          History…
        </MenuItem>
        <MenuItem icon={<ChartLine {...icon} />} onSelect={() => setOpen("figures")}>
          Figures…
        </MenuItem>
        <SavedActions desk={desk} calls={calls} />
      </Menu>
      {open === "history" && <HistoryDialog desk={desk} onClose={close} />}
      {open === "figures" && <FiguresDialog tree={tree} onClose={close} />}
      {open === "about" && <AboutDialog editor={editor} onClose={close} />}
    </>
  );
}

interface SavedActionsProps {
  desk: Desk;
  calls: ReturnType<typeof useTreeCalls>;
}

/** They act on what is saved, so the draft is saved first. */
function SavedActions({ desk: { saver }, calls: { copy, archive } }: SavedActionsProps) {
  const { tree } = saver.state.get();
  const navigate = useNavigate();
  const afterSave = async (act: () => void) => {
    if (await saver.flush()) act();
  };
  return (
    <>
      <MenuItem
        icon={<Copy {...icon} />}
        onSelect={() => void afterSave(() => copy(({ id }) => navigate(`/trees/${id}`)))}
      >
        Make a copy
      </MenuItem>
      <MenuItem
        icon={<Download {...icon} />}
        onSelect={() => void afterSave(() => page.download(exportAddress(tree.id)))}
      >
        Export JSON
      </MenuItem>
      {tree.published_version !== null && (
        <MenuItem icon={<Play {...icon} />} onSelect={() => navigate(`/trees/${tree.id}/run`)}>
          Run version {tree.published_version}
        </MenuItem>
      )}
      <MenuItem
        isDangerous
        isFinal
        icon={<Archive {...icon} />}
        onSelect={() => void afterSave(() => archive(() => navigate("/trees")))}
      >
        Archive
      </MenuItem>
    </>
  );
}
