/** The versions of a tree: who saved what and when, what it changes, and the way back to it. */
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchVersion, fetchVersions, restoreVersion, type TreeVersionRow } from "~/api/trees";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { Button } from "~/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { GuardedButton } from "~/ui/GuardedButton";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import { showToast } from "~/ui/toasts";
import { differences } from "../model/difference";
import { DifferenceTable } from "../view/DifferenceTable";
import css from "../view/view.module.css";
import type { Desk } from "./useDesk";

interface HistoryDialogProps {
  desk: Desk;
  onClose: () => void;
}

export default function HistoryDialog({ desk, onClose }: HistoryDialogProps) {
  const { id, version } = desk.saver.state.get().tree;
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useInfiniteQuery({
    queryKey: keys.treeVersions(id),
    queryFn: ({ pageParam }) => fetchVersions(id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const versions = list.data?.pages.flatMap(({ items }) => items);
  const restoring = useRestore(desk, onClose);
  const older = chosen !== null && chosen !== version;
  return (
    <Dialog title="History" form onClose={onClose}>
      <DialogBody label="Versions">
        {list.isPending && <Skeleton heights={[40, 40, 40]} label="Loading the versions" />}
        {list.isError && (
          <ErrorState
            inline
            what="The history could not be loaded."
            error={list.error}
            onRetry={list.refetch}
          />
        )}
        <ul className={css.versions}>
          {versions?.map((each) => (
            <Version
              key={each.version}
              version={each}
              isChosen={each.version === chosen}
              onChoose={() => setChosen(each.version)}
            />
          ))}
        </ul>
        {list.hasNextPage && (
          <div>
            <Button
              look="ghost"
              aria-disabled={list.isFetchingNextPage || undefined}
              onClick={() => !list.isFetchingNextPage && void list.fetchNextPage()}
            >
              {list.isFetchingNextPage ? "Loading…" : "Show older versions"}
            </Button>
          </div>
        )}
        {chosen !== null && <Compared desk={desk} version={chosen} />}
        {restoring.isError && (
          <p className={dialogs.error} role="alert">
            Not restored. {messageOf(restoring.error)}
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <span>Restoring makes a new version; nothing is overwritten.</span>
        <GuardedButton
          look="primary"
          resetKey={chosen}
          aria-disabled={!older || restoring.isPending || undefined}
          onClick={() => chosen !== null && restoring.mutate(chosen)}
        >
          {restoring.isPending ? "Restoring…" : "Restore"}
        </GuardedButton>
      </DialogFooter>
    </Dialog>
  );
}

function useRestore({ saver }: Desk, onClose: () => void) {
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: async (version: number) => {
      if (!(await saver.flush())) throw new Error("Your last changes are not saved yet.");
      const { id, version: now } = saver.state.get().tree;
      return sendOnce([id, now, version], (key) => restoreVersion(id, version, key));
    },
    onSuccess: (tree, version) => {
      saver.adopt(tree, true);
      showToast(`Version ${version} is restored. Undo brings the other one back.`);
      onClose();
    },
  });
}

interface VersionProps {
  version: TreeVersionRow;
  isChosen: boolean;
  onChoose: () => void;
}

function Version({ version, isChosen, onChoose }: VersionProps) {
  return (
    <li>
      <button type="button" className={css.version} aria-pressed={isChosen} onClick={onChoose}>
        <span className={css.number}>Version {version.version}</span>
        <bdi>{version.created_by?.name}</bdi>
        {version.is_published && <Pill tone="ok">Published</Pill>}
        <span className={css.age}>
          {version.created_at && <RelativeTime at={version.created_at} bare />}
        </span>
      </button>
    </li>
  );
}

function Compared({ desk, version }: { desk: Desk; version: number }) {
  const { id } = desk.saver.state.get().tree;
  const old = useQuery({
    queryKey: keys.treeVersion(id, version),
    queryFn: () => fetchVersion(id, version),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!old.data) return <Skeleton heights={[80]} label="Loading the version" />;
  return (
    <DifferenceTable
      found={differences(old.data, desk.editor.state.draft)}
      one={`Version ${version}`}
      other="Now"
    />
  );
}
