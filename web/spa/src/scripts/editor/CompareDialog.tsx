/** Two versions of a script side by side. The older one can be brought back as a new version. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchVersion, type ListedVersion, restoreScript, type Script } from "~/api/scripts";
import { nameOf } from "~/lib/text";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { SelectField } from "~/ui/Field";
import { GuardedButton } from "~/ui/GuardedButton";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import css from "./editor.module.css";
import { OtherParts } from "./OtherParts";
import type { Draft } from "./useDraft";
import { noteSaved } from "./useSave";

const Diff = lazyPart(() => import("../code/Diff"));

/** In place of a version's number: the text with the unsaved changes. */
const NOW = 0;

interface CompareDialogProps {
  script: Script;
  versions: readonly ListedVersion[];
  /** The version on the left. */
  first: number;
  draft: Draft | null;
  mayRestore: boolean;
  onClose: () => void;
}

export default function CompareDialog(props: CompareDialogProps) {
  const { script, versions, first, draft, mayRestore, onClose } = props;
  const hasDraft = draft?.isChanged === true;
  const [left, setLeft] = useState(first);
  const [right, setRight] = useState(hasDraft ? NOW : script.version);
  const shown = [useContent(script, left, null), useContent(script, right, draft)] as const;
  const restore = useRestore(script, onClose);
  const failed = shown.find(({ error }) => error);
  const [a, b] = [shown[0].content, shown[1].content];
  return (
    <Dialog title="Compare versions" about={script.title} wide onClose={onClose}>
      <div className={css.choices}>
        <VersionSelect label="Left" value={left} versions={versions} onChoose={setLeft} />
        <VersionSelect
          label="Right"
          value={right}
          versions={versions}
          hasDraft={hasDraft}
          onChoose={setRight}
        />
        {mayRestore && left !== script.version && (
          <GuardedButton
            resetKey={left}
            aria-disabled={restore.isPending || undefined}
            onClick={() => !restore.isPending && restore.mutate(left)}
          >
            Bring back v{left}
          </GuardedButton>
        )}
      </div>
      {hasDraft && <p className={css.note}>Save or revert your changes to bring a version back.</p>}
      {restore.error && (
        <p className={css.refusal} role="alert">
          Not brought back. {messageOf(restore.error)}
        </p>
      )}
      {failed && (
        <ErrorState
          inline
          what="The version could not be loaded."
          error={failed.error}
          onRetry={failed.again}
        />
      )}
      {!failed && (!a || !b) && <Skeleton heights={[240]} label="Loading the versions" />}
      {a && b && (
        <Suspense fallback={<Skeleton heights={[240]} />}>
          <OtherParts left={a} right={b} />
          <Diff
            language={b.language}
            left={{ label: nameOfVersion(left, versions), code: a.body }}
            right={{ label: nameOfVersion(right, versions), code: b.body }}
          />
        </Suspense>
      )}
      <div>
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

interface VersionSelectProps {
  label: string;
  value: number;
  versions: readonly ListedVersion[];
  hasDraft?: boolean;
  onChoose: (version: number) => void;
}

function VersionSelect({ label, value, versions, hasDraft, onChoose }: VersionSelectProps) {
  return (
    <SelectField
      label={label}
      value={value}
      onChange={(event) => onChoose(Number(event.target.value))}
    >
      {hasDraft && <option value={NOW}>Unsaved changes</option>}
      {versions.map(({ version }) => (
        <option key={version} value={version}>
          {nameOfVersion(version, versions)}
        </option>
      ))}
    </SelectField>
  );
}

function nameOfVersion(version: number, versions: readonly ListedVersion[]): string {
  if (version === NOW) return "Unsaved changes";
  const found = versions.find((each) => each.version === version);
  return found ? `Version ${version}, ${nameOf(found.created_by)}` : `Version ${version}`;
}

/** Versions never change, so one that was read is read once. */
function useContent(script: Script, version: number, draft: Draft | null) {
  const isRead = version !== NOW;
  const read = useQuery({
    queryKey: keys.scriptVersion(script.id, version),
    queryFn: () => fetchVersion(script.id, version),
    enabled: isRead,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    content: isRead ? read.data : draft?.content,
    error: isRead ? read.error : null,
    again: () => void read.refetch(),
  };
}

function useRestore(script: Script, onDone: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (version: number) =>
      sendOnce([script.id, version, script.version], (key) =>
        restoreScript(script.id, version, key),
      ),
    onSuccess: (restored, version) => {
      noteSaved(queries, restored);
      announce(`Version ${version} is back, as version ${restored.version}.`);
      onDone();
    },
  });
}
