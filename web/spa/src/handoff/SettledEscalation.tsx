/** Shown for an escalation that can no longer be picked up, and that therefore not everybody may read any more. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchNotificationsAbout } from "~/api/notifications";
import type { Notification } from "~/api/types";
import type { Removal } from "~/escalations/queue";
import { useClaimOf } from "~/live/claims";
import { ButtonLink } from "~/ui/Button";
import { NotFound } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Main } from "~/ui/Main";
import { RelativeTime } from "~/ui/RelativeTime";
import { ScreenTitle } from "~/ui/ScreenTitle";
import css from "./handoff.module.css";

export function SettledText({ removal }: { removal: Removal }) {
  const { how, by, at } = removal;
  if (how === "withdrawn") return <>Withdrawn. There is nothing to pick up.</>;
  if (!by) return <>No longer waiting.</>;
  return (
    <>
      Taken by {by.name}
      {at && (
        <>
          , <RelativeTime at={at} focusable tip="start" />
        </>
      )}
      .
    </>
  );
}

/** Replaces the context: shows only who has the session and since when, because only its owner and handler may still read it. */
export function SettledPage({ sessionId }: { sessionId: string }) {
  const claim = useClaimOf(sessionId);
  const notifications = useQuery({
    queryKey: keys.notificationsAbout(sessionId),
    queryFn: () => fetchNotificationsAbout(sessionId),
  });
  const entry = notifications.data?.find((item) => item.outcome);
  if (!claim && notifications.isPending) return <Main className={css.screen} />;
  if (!claim && !entry?.outcome) return <Unknown />;
  return (
    <Main className={css.screen}>
      <div className={css.top}>
        <ScreenTitle className={kit.headline} dir="auto">
          {entry?.title ?? "Escalation"}
        </ScreenTitle>
        <p>
          {entry?.outcome ? (
            <OutcomeText outcome={entry.outcome} />
          ) : (
            claim && <SettledText removal={{ how: "claimed", ...claim }} />
          )}
        </p>
        <p className={kit.muted}>
          Only the person who escalated and the person who took it can open the chat.
        </p>
        <div>
          <ButtonLink to="/escalations">Back to queue</ButtonLink>
        </div>
      </div>
    </Main>
  );
}

function Unknown() {
  return (
    <Main className={css.screen}>
      <ScreenTitle className="hidden-words">Not found</ScreenTitle>
      <NotFound />
    </Main>
  );
}

type Outcome = NonNullable<Notification["outcome"]>;

const VERBS: Record<Outcome["kind"], string> = {
  claimed: "Taken",
  withdrawn: "Withdrawn",
  resolved: "Resolved",
  abandoned: "Abandoned",
  reopened: "Reopened",
};

function OutcomeText({ outcome }: { outcome: Outcome }) {
  return (
    <>
      {VERBS[outcome.kind]}
      {outcome.by && ` by ${outcome.by.name}`},{" "}
      <RelativeTime at={outcome.at} focusable tip="start" />.
    </>
  );
}
