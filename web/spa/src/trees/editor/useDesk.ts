/** The editor and the saver of one tree, for as long as its page is open. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "~/api/keys";
import type { Tree } from "~/api/trees";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";
import { Editor } from "./Editor";
import { draftOf, keptDraft, Saver } from "./Saver";

export interface Desk {
  editor: Editor;
  saver: Saver;
}

export function useDesk(tree: Tree): Desk {
  const queries = useQueryClient();
  const { user } = useLogin();
  const [desk] = useState<Desk>(() => {
    const key = userKey(user.id, "tree", tree.id);
    const editor = new Editor(draftOf(tree), keptDraft(key)?.draft ?? null);
    const onSaved = (saved: Tree) => {
      queries.setQueryData(keys.tree(tree.id), saved);
      void queries.invalidateQueries({ queryKey: keys.treeLists, refetchType: "none" });
      void queries.invalidateQueries({ queryKey: keys.treeVersions(tree.id) });
    };
    return { editor, saver: new Saver(editor, tree, key, onSaved) };
  });
  const { saver } = desk;
  useEffect(() => saver.start(), [saver]);
  useEffect(() => saver.follow(tree), [saver, tree]);
  return desk;
}
