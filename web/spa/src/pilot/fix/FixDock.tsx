/** Shows the session's fix above the composer and connects it with the rest of the chat. */
import type { Fix, Step } from "~/api/types";
import { useScreenActions } from "~/keyboard/actions";
import { firstName } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import type { OpenChat } from "../useChat";
import { actionOf, type ChatActionId } from "../useChatActions";
import { FixBanner } from "./FixBanner";
import { isTerminal } from "./fixMode";
import { outcomeStep } from "./fixText";
import { SettledLine } from "./SettledLine";

export function FixDock({ chat }: { chat: OpenChat }) {
  const { aiSession, bannerFix: fix, acts, steps } = chat;
  const actions = useScreenActions();
  const { user } = useLogin();
  const run = (id: ChatActionId) => actionOf(actions, id)?.run ?? null;
  if (!fix) return null;
  if (!isTerminal(fix)) {
    return (
      <FixBanner
        key={fix.id}
        fix={fix}
        acts={acts}
        canAct={aiSession.can_write}
        saidBy={saidBy(fix, steps, user.id)}
        onEscalate={run("escalate")}
        onShow={() => run("script")?.()}
      />
    );
  }
  // If the transcript has a line with the outcome, that line has the actions, see `useSettledActions`.
  const record = outcomeStep(fix, steps);
  if (record || hasMovedOn(steps, record, fix)) return null;
  return <SettledLine fix={fix} onConclude={run("conclude")} onNextFix={run("next")} />;
}

/** The author of the message that the copilot read as an outcome. */
function saidBy(fix: Fix, steps: readonly Step[], userId: string): string {
  const message = steps.find(({ id }) => id === fix.ai_outcome_proposal?.step_id);
  if (!message?.author) return "The engineer";
  return message.author.id === userId ? "You" : firstName(message.author.name);
}

/** Whether anything was written after the outcome; the transcript then shows the outcome. */
export function hasMovedOn(steps: readonly Step[], record: Step | null, fix: Fix): boolean {
  const since = record?.created_at ?? fix.verified_at ?? fix.created_at;
  return steps.some(
    ({ kind, created_at, index }) =>
      (kind === "user_message" || kind === "assistant_message") &&
      (record ? index > record.index : Date.parse(created_at) > Date.parse(since)),
  );
}
