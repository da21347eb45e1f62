/** The user's notifications. Marking as read is optimistic; if the server refuses, only that entry becomes unread again. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchNotifications, markAllRead, markRead } from "~/api/notifications";
import type { Notification } from "~/api/types";
import { newKey } from "~/lib/ids";
import { serverNowText } from "~/lib/serverTime";
import { showToast } from "~/ui/toasts";

export function useNotifications() {
  const queries = useQueryClient();
  const list = useQuery({ queryKey: keys.notifications, queryFn: fetchNotifications });
  const items = list.data ?? [];
  const marking = useMutation({
    mutationFn: ({ ids, key }: { ids: string[]; key: string }) => {
      const [only] = ids;
      return ids.length === 1 && only ? markRead(only, key) : markAllRead(key);
    },
    onMutate: async ({ ids }) => {
      await queries.cancelQueries({ queryKey: keys.notifications });
      setRead(queries, ids, serverNowText());
    },
    onError: (error, { ids }) => {
      setRead(queries, ids, null);
      showToast(`Not marked as read. ${messageOf(error)}`, { tone: "error" });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.notifications }),
  });
  const unread = items.filter((item) => !item.read_at);
  const mark = (ids: string[]) => {
    if (ids.length > 0) marking.mutate({ ids, key: newKey() });
  };
  return {
    ...list,
    unread,
    earlier: items.filter((item) => item.read_at),
    visit: (item: Notification) => mark(item.read_at ? [] : [item.id]),
    readAll: () => mark(unread.map((item) => item.id)),
  };
}

function setRead(queries: QueryClient, ids: string[], read_at: string | null): void {
  queries.setQueryData<Notification[]>(keys.notifications, (items) =>
    items?.map((item) => (ids.includes(item.id) ? { ...item, read_at } : item)),
  );
}
