/** Updates an invitation's row and link at the same moment, after it was sent. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { Invitation, SentInvitation } from "~/api/types";
import { keepLink } from "./acceptLinks";

/** Call this with the answer to creating an invitation or sending it again. */
export function useSent(): (sent: SentInvitation) => Promise<void> {
  const queries = useQueryClient();
  return (sent) => {
    keepLink(sent);
    putFirstOrInPlace(queries, sent);
    return queries.invalidateQueries({ queryKey: keys.invitations });
  };
}

function putFirstOrInPlace(queries: QueryClient, { accept_url: _, ...sent }: SentInvitation) {
  queries.setQueryData<Invitation[]>(keys.invitations, (now = []) =>
    now.some(({ id }) => id === sent.id)
      ? now.map((each) => (each.id === sent.id ? sent : each))
      : [sent, ...now],
  );
}
