/** The order of the queue: longest wait first, unless this user chose another in this browser. */
import { useState } from "react";
import type { QueueOrder } from "~/api/handoffs";
import { readText, userKey, writeText } from "~/lib/storage";

const FIRST: QueueOrder = "oldest";

export function useOrder(userId: string): [QueueOrder, (order: QueueOrder) => void] {
  const key = userKey(userId, "queue-order");
  const [order, setOrder] = useState<QueueOrder>(() =>
    readText(key) === "newest" ? "newest" : FIRST,
  );
  return [
    order,
    (next) => {
      writeText(key, next === FIRST ? "" : next);
      setOrder(next);
    },
  ];
}
