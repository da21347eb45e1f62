/** One invitation: address and state, the link if this page knows it, and Resend and Revoke. */
import { useMutation } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { Suspense, useState } from "react";
import { resendInvitation } from "~/api/account";
import { messageOf } from "~/api/errors";
import type { Invitation } from "~/api/types";
import { copyText } from "~/lib/clipboard";
import { useStore } from "~/lib/store";
import { capitalised } from "~/lib/text";
import { age, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Pill, type Tone } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { acceptLinks } from "./acceptLinks";
import css from "./account.module.css";
import invitationCss from "./invitations.module.css";

const DAY = 86_400_000;

import { useSent } from "./useSent";

const RevokeDialog = lazyPart(() => import("./RevokeDialog"), "layer");

const TONES: Record<Invitation["state"], Tone> = {
  open: "info",
  expired: "warn",
  accepted: "ok",
  revoked: "plain",
};

export function InvitationRow({ invitation }: { invitation: Invitation }) {
  const link = useStore(acceptLinks)[invitation.id];
  const isWaiting = invitation.state === "open" || invitation.state === "expired";
  return (
    <li className={invitationCss.invitation}>
      <div className={invitationCss.invitationHead}>
        <Mail size={16} strokeWidth={1.5} aria-hidden="true" />
        <div className={kit.grow}>
          <p className={invitationCss.address}>{invitation.email}</p>
          <Facts invitation={invitation} />
        </div>
        <Pill tone={TONES[invitation.state]}>{capitalised(invitation.state)}</Pill>
        {isWaiting && <InvitationActions invitation={invitation} />}
      </div>
      {link && invitation.state === "open" && <AcceptLink email={invitation.email} link={link} />}
    </li>
  );
}

function Facts({ invitation }: { invitation: Invitation }) {
  const now = useNow();
  const left = Date.parse(invitation.expires_at) - now;
  return (
    <p className={invitationCss.facts}>
      <span>{capitalised(invitation.role)}</span>
      <span>
        invited by {invitation.invited_by.name} <RelativeTime at={invitation.created_at} />
      </span>
      {invitation.state === "open" && left > 0 && <span>{timeLeft(left, now)} left</span>}
    </p>
  );
}

/** Rounds up to days, so that a link of seven days does not show six a second later. */
function timeLeft(left: number, now: number): string {
  const span = left > DAY ? Math.ceil(left / DAY) * DAY : left;
  return age(new Date(now - span).toISOString(), now);
}

/** Both buttons are guarded after the row changes, so that a second click hits nothing else. */
function InvitationActions({ invitation }: { invitation: Invitation }) {
  const [isRevoking, setIsRevoking] = useState(false);
  const resending = useResend(invitation);
  const resetKey = invitation.expires_at;
  return (
    <span className={invitationCss.acts}>
      <GuardedButton
        small
        look="ghost"
        resetKey={resetKey}
        aria-label={`Resend to ${invitation.email}`}
        aria-disabled={resending.isPending || undefined}
        onClick={() => resending.mutate()}
      >
        {resending.isPending ? "Sending…" : "Resend"}
      </GuardedButton>
      <GuardedButton
        small
        look="ghost"
        className={invitationCss.dangerous}
        resetKey={resetKey}
        aria-label={`Revoke the invitation of ${invitation.email}`}
        onClick={() => setIsRevoking(true)}
      >
        Revoke
      </GuardedButton>
      {resending.error && (
        <span className={invitationCss.failed}>{messageOf(resending.error)}</span>
      )}
      {isRevoking && (
        <Suspense fallback={null}>
          <RevokeDialog invitation={invitation} onClose={() => setIsRevoking(false)} />
        </Suspense>
      )}
    </span>
  );
}

function useResend(invitation: Invitation) {
  const showSent = useSent();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: () =>
      sendOnce(invitation.expires_at, (key) => resendInvitation(invitation.id, key)),
    onSuccess: (sent) => {
      announce(`Sent to ${sent.email} again. The previous link no longer works.`);
      return showSent(sent);
    },
  });
}

function AcceptLink({ email, link }: { email: string; link: string }) {
  return (
    <div className={invitationCss.link}>
      <p className={css.quiet}>
        The link was sent by mail. It is shown here until you leave this page:
      </p>
      <code>{link}</code>
      <Button
        small
        aria-label={`Copy the link for ${email}`}
        onClick={() => copyText(link, "Link")}
      >
        Copy
      </Button>
    </div>
  );
}
