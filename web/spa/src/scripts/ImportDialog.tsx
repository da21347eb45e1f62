/** Imports a script or a zip of scripts, and says for each file what became of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type ImportedScripts, importScripts } from "~/api/scripts";
import { count } from "~/lib/text";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { TextField } from "~/ui/Field";
import kit from "~/ui/kit.module.css";
import css from "./editor/editor.module.css";

/** The API's limit. */
const MOST_BYTES = 5 * 1_048_576;
const TYPES = ".ps1,.psm1,.sh,.bat,.cmd,.py,.zip";

interface ImportDialogProps {
  onClose: () => void;
  addressOf: (id: string) => string;
}

export default function ImportDialog({ onClose, addressOf }: ImportDialogProps) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [file, setFile] = useState<File | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const importing = useMutation({
    mutationFn: (chosen: File) =>
      sendOnce([chosen.name, chosen.size, chosen.lastModified], (key) =>
        importScripts(chosen, key),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.scriptLists }),
  });
  const problem = problemOf(file);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (file && !problem && !importing.isPending) importing.mutate(file);
  };
  return (
    <Dialog title="Import scripts" onClose={onClose}>
      {importing.data ? (
        <Result result={importing.data} addressOf={addressOf} onClose={onClose} />
      ) : (
        <form className={dialogs.form} onSubmit={submit} noValidate>
          <TextField
            type="file"
            className={css.fileIn}
            accept={TYPES}
            label="File"
            hint="One script (.ps1, .sh, .bat, .cmd, .py) or a zip of scripts, at most 5 MB. Each becomes a draft."
            error={wasTried && problem ? problem : undefined}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
          {importing.error && (
            <p className={dialogs.error} role="alert">
              Not imported. {messageOf(importing.error)}
            </p>
          )}
          <footer className={dialogs.foot}>
            <Button look="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" look="primary" aria-disabled={importing.isPending || undefined}>
              {importing.isPending ? "Importing…" : "Import"}
            </Button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}

function problemOf(file: File | null): string | null {
  if (!file) return "Choose a file.";
  return file.size > MOST_BYTES ? "This file is larger than 5 MB." : null;
}

interface ResultProps extends ImportDialogProps {
  result: ImportedScripts;
}

function Result({ result: { imported, refused }, addressOf, onClose }: ResultProps) {
  return (
    <>
      <p role="status">
        {count(imported.length, "script")} imported as drafts
        {refused.length > 0 && `, ${count(refused.length, "file")} not`}.
      </p>
      <ul className={css.results}>
        {imported.map(({ id, title }) => (
          <li key={id}>
            <CircleCheck size={16} strokeWidth={1.5} className={css.isOk} />
            <Link to={addressOf(id)} onClick={onClose} dir="auto">
              {title}
            </Link>
          </li>
        ))}
        {refused.map(({ name, code, message }) => (
          <li key={`${name}:${code}`}>
            <CircleX size={16} strokeWidth={1.5} className={css.isDanger} />
            <span>
              <strong dir="auto">{name}</strong>
              <span className={css.by}>{message}</span>
            </span>
          </li>
        ))}
      </ul>
      <footer className={dialogs.foot}>
        <span className={kit.meta}>Imported scripts are drafts: read them, then publish.</span>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </footer>
    </>
  );
}
