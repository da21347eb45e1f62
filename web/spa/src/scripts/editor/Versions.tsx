/** Who saved what and when. A version opens beside another one; each can be brought back. */
import { useQuery } from "@tanstack/react-query";
import { GitCompare } from "lucide-react";
import { useState } from "react";
import { keys } from "~/api/keys";
import { fetchVersions, type ListedVersion, type Script } from "~/api/scripts";
import { firstName, nameOf } from "~/lib/text";
import { shortDay, useNow } from "~/lib/time";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import css from "./editor.module.css";
import type { Draft } from "./useDraft";

const CompareDialog = lazyPart(() => import("./CompareDialog"));

/** More are behind "Show all". */
const SHOWN = 6;

interface VersionsProps {
  script: Script;
  /** Null for somebody who only reads. */
  draft: Draft | null;
  mayRestore: boolean;
}

export function Versions({ script, draft, mayRestore }: VersionsProps) {
  const versions = useQuery({
    queryKey: keys.scriptVersions(script.id),
    queryFn: () => fetchVersions(script.id),
  });
  const [isAll, setIsAll] = useState(false);
  const [opened, setOpened] = useState<number | null>(null);
  const rows = versions.data ?? [];
  const shown = isAll ? rows : rows.slice(0, SHOWN);
  const earlier = rows.find(({ version }) => version < script.version)?.version ?? script.version;
  return (
    <section aria-labelledby="versions-title">
      <div className={kit.sectionHead}>
        <h2 id="versions-title">Versions</h2>
        {rows.length > 0 && (
          <Button look="ghost" small className={kit.end} onClick={() => setOpened(earlier)}>
            <GitCompare size={14} strokeWidth={1.5} /> Compare
          </Button>
        )}
      </div>
      {versions.isPending && <Skeleton heights={[36, 36]} label="Loading the versions" />}
      {versions.isError && !versions.data && (
        <ErrorState
          inline
          what="The versions could not be loaded."
          error={versions.error}
          onRetry={versions.refetch}
        />
      )}
      <ul className={css.versions}>
        {shown.map((version, index) => (
          <li key={version.version}>
            <Row
              version={version}
              before={rows[index + 1]}
              script={script}
              onOpen={() => setOpened(version.version)}
            />
          </li>
        ))}
      </ul>
      {rows.length > shown.length && (
        <Button look="ghost" small onClick={() => setIsAll(true)}>
          Show all {rows.length}
        </Button>
      )}
      {opened !== null && (
        <CompareDialog
          script={script}
          versions={rows}
          first={opened}
          draft={draft}
          mayRestore={mayRestore && draft !== null}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}

interface RowProps {
  version: ListedVersion;
  before: ListedVersion | undefined;
  script: Script;
  onOpen: () => void;
}

function Row({ version, before, script, onOpen }: RowProps) {
  const now = useNow();
  const { created_at, created_by } = version;
  return (
    <button type="button" onClick={onOpen}>
      <span className={kit.muted}>v{version.version}</span>
      <span>
        {whatChanged(version, before, script)}
        <span className={css.by}>
          {firstName(nameOf(created_by))}
          {created_at && `, ${shortDay(created_at, now)}`}
        </span>
      </span>
    </button>
  );
}

const SOURCES: Record<Script["source"]["kind"], string> = {
  written: "Written",
  builder: "Written with Copilot",
  fix: "Kept from a fix",
  guide: "Copied from the built-in library",
  import: "Imported",
};

/** A version has no note, so what it says comes from what it changed. The list has no code: what else did not change it. */
function whatChanged(version: ListedVersion, before: ListedVersion | undefined, script: Script) {
  if (version.restored_from !== null) return `Brought back v${version.restored_from}`;
  if (!before) return version.version === 1 ? SOURCES[script.source.kind] : "Saved";
  if (version.status !== before.status) return STATUSES[version.status];
  const parts = PARTS.filter(
    ([name]) => JSON.stringify(version[name]) !== JSON.stringify(before[name]),
  ).map(([, word]) => word);
  if (parts.length === 0) return "Code changed";
  const words = parts.join(", ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} changed`;
}

const STATUSES = { draft: "Back to a draft", published: "Published", archived: "Archived" };

const PARTS = [
  ["title", "title"],
  ["purpose", "purpose"],
  ["language", "language"],
  ["parameters", "parameters"],
  ["tags", "tags"],
] as const;
