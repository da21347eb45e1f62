/** The audit log in words. An action that this page does not know is shown by its own name. */
import type { AuditEntry } from "~/api/auditLog";
import { kindText } from "~/lib/text";
import { absoluteTime } from "~/lib/time";

/** The first word of each action, as the filter offers it. */
export const NOUNS: Readonly<Record<string, string>> = {
  account: "Account and settings",
  subscription: "Subscription",
  member: "Members",
  invitation: "Invitations",
  login: "Logins",
  password: "Passwords",
  token: "Personal tokens",
  handoff: "Escalations",
  session: "Sessions",
  fix: "Fixes",
  redaction: "Masked text",
  share: "Shared links",
  channel: "Notification channels",
  psa: "PSA connection",
};

const ACTIONS: Readonly<Record<string, string>> = {
  "account.registered": "Registered the account",
  "account.renamed": "Renamed the account",
  "account.ai_budget_changed": "Changed the AI budget",
  "account.settings_changed": "Changed settings",
  "subscription.changed": "Changed the subscription",
  "member.invited": "Invited a member",
  "invitation.resent": "Sent an invitation again",
  "invitation.revoked": "Revoked an invitation",
  "member.joined": "Joined",
  "member.created": "Created a member",
  "member.role_changed": "Changed a role",
  "member.deactivated": "Deactivated a member",
  "member.activated": "Activated a member",
  "member.deleted": "Deleted a member",
  "login.opened": "Signed in",
  "login.ended": "Signed out",
  "password.changed": "Changed the password",
  "password.reset_requested": "Asked for a password link",
  "password.reset": "Reset the password",
  "token.created": "Created a personal token",
  "token.revoked": "Revoked a personal token",
  "handoff.created": "Escalated or parked",
  "handoff.claimed": "Picked up",
  "handoff.withdrawn": "Withdrew an escalation",
  "handoff.opened_to_team": "Opened an escalation to the team",
  "session.claimed": "Took over a session",
  "fix.outcome_taken_back": "Took back an outcome",
  "redaction.allowed": "Let the copilot read masked text",
  "share.created": "Made a link",
  "share.opened": "Opened a link",
  "share.revoked": "Revoked a link",
  "channel.created": "Added a notification channel",
  "channel.changed": "Changed a notification channel",
  "channel.deleted": "Deleted a notification channel",
  "channel.switched_off": "Switched off a notification channel",
  "psa.connected": "Connected the PSA",
  "psa.changed": "Changed the PSA connection",
  "psa.tested": "Tested the PSA connection",
  "psa.disconnected": "Disconnected the PSA",
  "psa.webhook_secret_made": "Made a secret for PSA webhooks",
  "script.published": "Published a script",
  "script.archived": "Archived a script",
  "psa.people_changed": "Changed who is who in the PSA",
};

export function actionText(action: string): string {
  return ACTIONS[action] ?? kindText(action.replace(".", " "));
}

export function actorText({ actor }: AuditEntry): string {
  return actor.id ? actor.name : kindText(actor.name);
}

/** An id tells a person nothing; the download has them. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT/;

/** "Before: engineer · Role: admin"; empty if there is nothing to say. */
export function detailText(detail: AuditEntry["detail"]): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && !ID.test(String(value)))
    .map(([name, value]) => `${kindText(name)}: ${valueText(value)}`)
    .join(" · ");
}

function valueText(value: unknown): string {
  if (typeof value === "string" && MOMENT.test(value)) return absoluteTime(value);
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
