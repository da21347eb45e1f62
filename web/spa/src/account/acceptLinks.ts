/**
 * The links of invitations sent from this page. The server returns each link only once, so they are kept until the user leaves the page.
 */
import type { SentInvitation } from "~/api/types";
import { createStore } from "~/lib/store";

/** Keyed by the invitation's id. */
export const acceptLinks = createStore<Readonly<Record<string, string>>>({});

export function keepLink(sent: SentInvitation): void {
  acceptLinks.set((now) => ({ ...now, [sent.id]: sent.accept_url }));
}

export function forgetLink(invitationId: string): void {
  acceptLinks.set(({ [invitationId]: _, ...others }) => others);
}
