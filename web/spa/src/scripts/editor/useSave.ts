/** Saves a draft as the next version of its script. If somebody else was faster, `conflict` is their version, and nothing is overwritten. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { hasCode } from "~/api/errors";
import { keys } from "~/api/keys";
import { type Script, type ScriptContent, saveScript } from "~/api/scripts";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { contentOf, type Draft } from "./useDraft";

export interface SaveOptions {
  status?: "draft" | "published";
  /** In place of the draft's own, after a conflict. */
  content?: ScriptContent;
  version?: number;
}

export interface Saving {
  save: (options?: SaveOptions) => void;
  isPending: boolean;
  error: Error | null;
  /** The newest version, if it is not the one that the draft is based on. */
  conflict: Script | null;
  settle: () => void;
}

export function useSave(script: Script, draft: Draft): Saving {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [conflict, setConflict] = useState<Script | null>(null);
  const saving = useMutation({
    // What is sent goes along: when the answer comes, the draft may hold what was typed meanwhile.
    mutationFn: (sent: Sent) =>
      sendOnce([script.id, sent], (key) => saveScript(script.id, sent, key)),
    onSuccess: (saved, sent) => {
      setConflict(null);
      draft.saved(contentOf(sent), saved.version);
      noteSaved(queries, saved);
      announce(sent.status === "published" ? "Published." : `Saved as version ${saved.version}.`);
    },
    onError: (error) => {
      if (!hasCode(error, "version_conflict")) return;
      setConflict(error.detail.script as Script);
    },
  });
  const isConflict = hasCode(saving.error, "version_conflict");
  return {
    save: (options = {}) => !saving.isPending && saving.mutate(sentBy(options, draft)),
    isPending: saving.isPending,
    error: isConflict ? null : saving.error,
    conflict,
    settle: () => {
      setConflict(null);
      saving.reset();
    },
  };
}

type Sent = ScriptContent & { version: number; status?: "draft" | "published" };

function sentBy({ status, content, version }: SaveOptions, draft: Draft): Sent {
  return {
    ...(content ?? draft.content),
    version: version ?? draft.version,
    ...(status && { status }),
  };
}

/** Everything that shows the script shows what was saved. */
export function noteSaved(queries: ReturnType<typeof useQueryClient>, saved: Script): void {
  queries.setQueryData(keys.script(saved.id), saved);
  void queries.invalidateQueries({ queryKey: keys.scriptLists });
  void queries.invalidateQueries({ queryKey: keys.scriptVersions(saved.id) });
}
