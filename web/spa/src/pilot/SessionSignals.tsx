/** Marks the codes of a session in every text below. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { keys } from "~/api/keys";
import { fetchSignals } from "~/api/signals";
import { finderOf, SignalsContext } from "~/prose/signals";

/** Until the codes are known, and if they cannot be loaded, the texts are shown as they are. */
export function SessionSignals({
  sessionId,
  children,
}: {
  sessionId: string;
  children: ReactNode;
}) {
  const { data } = useQuery({
    queryKey: keys.signals(sessionId),
    queryFn: () => fetchSignals(sessionId),
  });
  const finder = useMemo(() => (data ? finderOf(data) : null), [data]);
  return <SignalsContext value={finder}>{children}</SignalsContext>;
}
