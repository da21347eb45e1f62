/** Saves the draft to the library: as a new draft script, or as the next version of the script that it revises. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { fieldErrors, hasCode, messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type ScriptDraft, type ScriptSession, saveScriptSession } from "~/api/scriptBuilder";
import { fetchScript, type Script } from "~/api/scripts";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Dialog } from "~/ui/Dialog";
import { TextField } from "~/ui/Field";
import { showToast } from "~/ui/toasts";
import { noteSaved } from "../editor/useSave";
import { SaveConflict } from "./SaveConflict";

interface SaveDialogProps {
  scriptSession: ScriptSession;
  draft: ScriptDraft;
  onClose: () => void;
}

export default function SaveDialog(props: SaveDialogProps) {
  const { draft } = props;
  const saving = useSaveSession(props.scriptSession.id);
  if (!hasCode(saving.error, "version_conflict")) return <SaveForm saving={saving} {...props} />;
  const newest = saving.error.detail.script as Script;
  const sent = saving.variables;
  const mine = { ...draft, title: sent?.title ?? draft.title, tags: sent?.tags ?? newest.tags };
  return (
    <SaveConflict
      newest={newest}
      mine={mine}
      onSave={() => sent && saving.mutate({ ...sent, version: newest.version })}
      onClose={saving.reset}
    />
  );
}

interface SaveFormProps extends SaveDialogProps {
  saving: ReturnType<typeof useSaveSession>;
}

function SaveForm({ scriptSession, draft, saving, onClose }: SaveFormProps) {
  const { script_id, script_version } = scriptSession;
  const [title, setTitle] = useState(draft.title);
  const [tags, setTags] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const closing = useConfirmedClose(title !== draft.title || tags !== "", onClose, first);
  const revised = useRevised(script_id);
  // Not the newest: what a colleague has saved since the draft began is not overwritten unseen.
  const base = script_version ?? revised?.version;
  const isBlank = title.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBlank) return first.current?.focus();
    if (saving.isPending || (script_id && !revised)) return;
    const words = tags.split(",").map((tag) => tag.trim());
    saving.mutate({
      title: title.trim(),
      ...(tags.trim() && { tags: words.filter(Boolean) }),
      ...(base !== undefined && { version: base }),
    });
  };
  return (
    <Dialog
      title={
        script_id ? `Save as version ${revised ? revised.version + 1 : "…"}` : "Save to library"
      }
      about={script_id ? revised?.title : "It becomes a draft script of your account."}
      initialFocus={first}
      onClose={closing.close}
    >
      <form className={dialogs.form} noValidate onSubmit={submit}>
        <TextField
          ref={first}
          label="Title"
          maxLength={120}
          value={title}
          error={isBlank ? "A script has a title." : fieldErrors(saving.error).title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextField
          label="Tags"
          hint={
            script_id
              ? "Leave empty to keep its tags."
              : "Words with commas between them. Not needed."
          }
          value={tags}
          onChange={(event) => setTags(event.target.value)}
        />
        {saving.error && (
          <p className={dialogs.error} role="alert">
            Not saved. {messageOf(saving.error)}
          </p>
        )}
        <DialogFoot closing={closing} verb="Save" busy="Saving…" isBusy={saving.isPending} />
      </form>
    </Dialog>
  );
}

/** The script that is revised, as it stands now: saving names its version. */
function useRevised(scriptId: string | null) {
  return useQuery({
    queryKey: keys.script(scriptId ?? ""),
    queryFn: () => fetchScript(scriptId ?? ""),
    enabled: scriptId !== null,
    staleTime: 0,
  }).data;
}

function useSaveSession(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (saved: Parameters<typeof saveScriptSession>[1]) =>
      sendOnce(saved, (key) => saveScriptSession(id, saved, key)),
    onSuccess: (script) => {
      noteSaved(queries, script);
      void queries.invalidateQueries({ queryKey: keys.scriptSessions });
      showToast(`"${script.title}" is in the library.`);
      navigate(`/scripts/${script.id}`);
    },
  });
}
