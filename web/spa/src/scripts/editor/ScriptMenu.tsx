/** What is done with a script now and then: copy, download, take back to a draft, archive. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, Copy, Download, EllipsisVertical, FileDown, Sparkles } from "lucide-react";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { archiveScript, exportUrl, restoreScript, type Script } from "~/api/scripts";
import { offerUndo } from "~/keyboard/undo";
import { newKey } from "~/lib/ids";
import { page } from "~/lib/page";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { IconButton } from "~/ui/Button";
import { Menu, MenuItem } from "~/ui/Menu";
import { showToast } from "~/ui/toasts";
import { useCopy } from "../useCopy";
import { useStartBuilder } from "../useStartBuilder";
import type { Draft } from "./useDraft";
import { noteSaved, type Saving } from "./useSave";

const ICON = { size: 16, strokeWidth: 1.5 };

interface ScriptMenuProps {
  script: Script;
  draft: Draft;
  saving: Saving;
}

export function ScriptMenu({ script, draft, saving }: ScriptMenuProps) {
  const copy = useCopy();
  const archive = useArchive(script);
  const start = useStartBuilder();
  return (
    <Menu
      trigger={
        <IconButton label="More actions" tip="below-start">
          <EllipsisVertical {...ICON} />
        </IconButton>
      }
    >
      {draft.isChanged && script.status === "draft" && (
        <MenuItem
          icon={<FileDown {...ICON} />}
          onSelect={() => saving.save({ status: "published" })}
        >
          Save and publish
        </MenuItem>
      )}
      {script.status === "published" && (
        <MenuItem icon={<FileDown {...ICON} />} onSelect={() => saving.save({ status: "draft" })}>
          {draft.isChanged ? "Save as a draft" : "Back to a draft"}
        </MenuItem>
      )}
      <MenuItem icon={<Sparkles {...ICON} />} onSelect={() => start.open({ script_id: script.id })}>
        Revise with Copilot
      </MenuItem>
      <MenuItem icon={<Copy {...ICON} />} onSelect={() => copy.mutate(script.id)}>
        Make a copy
      </MenuItem>
      <MenuItem icon={<Download {...ICON} />} onSelect={() => page.download(exportUrl(script.id))}>
        Download v{script.version}
      </MenuItem>
      <MenuItem icon={<Archive {...ICON} />} isDangerous isFinal onSelect={() => archive.mutate()}>
        Archive
      </MenuItem>
    </Menu>
  );
}

/** Archived scripts keep their history, so that it can be undone. */
function useArchive(script: Script) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  const undo = async () => {
    try {
      noteSaved(queries, await restoreScript(script.id, script.version, newKey()));
      navigate(`/scripts/${script.id}`);
    } catch (error) {
      showToast(`Not restored. ${messageOf(error)}`, { tone: "error" });
    }
  };
  return useMutation({
    mutationFn: () => sendOnce(["archive", script.id], (key) => archiveScript(script.id, key)),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.scripts });
      navigate("/scripts");
      offerUndo(`"${script.title}" is archived.`, {
        itemKey: `script:${script.id}`,
        undo: () => void undo(),
      });
    },
    onError: (error) => showToast(`Not archived. ${messageOf(error)}`, { tone: "error" }),
  });
}
