/** A script to read: a built-in one, an archived one, and every script for people who only read. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArchiveRestore, Copy, Download } from "lucide-react";
import { messageOf } from "~/api/errors";
import { exportUrl, restoreScript, type Script } from "~/api/scripts";
import { classes } from "~/lib/classes";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useIsViewer } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { showToast } from "~/ui/toasts";
import { CodeView } from "./CodeView";
import css from "./editor/editor.module.css";
import { ParameterTable } from "./editor/ParameterTable";
import { RiskCard } from "./editor/RiskCard";
import { noteSaved } from "./editor/useSave";
import { Versions } from "./editor/Versions";
import { FillIn } from "./FillIn";
import scripts from "./scripts.module.css";
import { useCopy } from "./useCopy";
import { fileName } from "./words";

interface ReadOnlyScriptProps {
  script: Script;
  onTag: (tag: string) => void;
}

export function ReadOnlyScript({ script, onTag }: ReadOnlyScriptProps) {
  return (
    <div className={scripts.edit}>
      <div className={css.head}>
        <div className={css.headLine}>
          <h2 className={css.title} dir="auto">
            {script.title}
          </h2>
          <Actions script={script} />
        </div>
        <p className={css.purpose} dir="auto">
          {script.purpose}
        </p>
        <Tags tags={script.tags} onTag={onTag} />
      </div>
      <div className={css.stack}>
        <ParameterTable content={script} />
        <section aria-labelledby="code-title">
          <div className={kit.sectionHead}>
            <h2 id="code-title">Code</h2>
          </div>
          <CodeView
            code={script.body}
            language={script.language}
            fileName={fileName(script.title, script.language)}
          />
        </section>
      </div>
      <div className={css.stack}>
        <RiskCard script={script} check={null} />
        {!script.read_only && <Versions script={script} draft={null} mayRestore={false} />}
      </div>
    </div>
  );
}

function Actions({ script }: { script: Script }) {
  const isViewer = useIsViewer();
  const copy = useCopy();
  return (
    <div className={css.buttons}>
      {script.read_only && <Pill>Built in</Pill>}
      {script.status === "archived" && <Pill>Archived</Pill>}
      {isViewer && <span className={kit.meta}>Your role only reads.</span>}
      <a className={css.file} href={exportUrl(script.id)} download>
        <Download size={16} strokeWidth={1.5} /> Export
      </a>
      {!isViewer && script.status !== "archived" && <FillIn script={script} />}
      {!isViewer && script.read_only && (
        <Button
          look="primary"
          aria-disabled={copy.isPending || undefined}
          onClick={() => !copy.isPending && copy.mutate(script.id)}
        >
          <Copy size={16} strokeWidth={1.5} /> Copy to my scripts
        </Button>
      )}
      {!isViewer && script.status === "archived" && <Restore script={script} />}
    </div>
  );
}

function Restore({ script }: { script: Script }) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const restoring = useMutation({
    mutationFn: () =>
      sendOnce([script.id, script.version], (key) => restoreScript(script.id, script.version, key)),
    onSuccess: (restored) => {
      noteSaved(queries, restored);
      showToast(`"${restored.title}" is a draft again.`);
    },
    onError: (error) => showToast(`Not restored. ${messageOf(error)}`, { tone: "error" }),
  });
  return (
    <Button look="primary" onClick={() => !restoring.isPending && restoring.mutate()}>
      <ArchiveRestore size={16} strokeWidth={1.5} /> Restore
    </Button>
  );
}

function Tags({ tags, onTag }: { tags: string[]; onTag: (tag: string) => void }) {
  if (tags.length === 0) return null;
  return (
    <ul className={classes(css.buttons)} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <Button look="ghost" small onClick={() => onTag(tag)}>
            #{tag}
          </Button>
        </li>
      ))}
    </ul>
  );
}
