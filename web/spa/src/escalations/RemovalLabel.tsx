/** Says why an escalation left the queue: who claimed it and when, or that it was withdrawn. */
import { RelativeTime } from "~/ui/RelativeTime";
import { useRemoval } from "./queue";

export function RemovalLabel({ rowKey }: { rowKey: string }) {
  const { how, by, at } = useRemoval(rowKey);
  if (how === "withdrawn") return <>Withdrawn</>;
  if (how !== "claimed" || !by) return <>No longer waiting</>;
  return (
    <>
      Taken by {by.name}
      {at && (
        <>
          , <RelativeTime at={at} tip="start" />
        </>
      )}
    </>
  );
}
