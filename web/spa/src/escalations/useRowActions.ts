/** The actions on a row of the queue, for every screen that shows one. */
import type { QueueItem } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { rowKey, titleOf } from "./queue";
import { markSeen, useSeen } from "./seen";
import { useClaim } from "./useClaim";

export interface RowActions {
  isSeen(row: QueueItem): boolean;
  see(row: QueueItem): void;
  isClaiming(row: QueueItem): boolean;
  pickUp(row: QueueItem): void;
}

export function useRowActions(): RowActions {
  const { user } = useLogin();
  const seen = useSeen(user.id);
  const { isClaiming, claim } = useClaim();
  const see = (row: QueueItem) => markSeen(user.id, rowKey(row));
  const named = (row: QueueItem) => ({ ...row, title: titleOf(row) });
  return {
    isSeen: (row) => seen.has(rowKey(row)),
    see,
    isClaiming: (row) => isClaiming(named(row)),
    pickUp: (row) => {
      see(row);
      claim(named(row));
    },
  };
}
