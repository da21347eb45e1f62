/** Shows the suggested steps between the fix banner and the composer. */
import { useLogin } from "~/login/LoginProvider";
import { addToDraft, focusComposer } from "../composer/drafts";
import type { OpenChat } from "../useChat";
import { SuggestedSteps } from "./SuggestedSteps";
import { useSuggestedSteps } from "./useSuggestedSteps";

export function SuggestedDock({ chat }: { chat: OpenChat }) {
  const { user } = useLogin();
  const { aiSession, steps, sending } = chat;
  const suggested = useSuggestedSteps(aiSession, steps);
  if (!aiSession.can_write) return null;
  // The first message hides the strip at once, not only after it is saved.
  if (suggested.steps.length === 0 || sending.pending.length > 0) return null;
  const fill = (step: string) => {
    addToDraft(user.id, aiSession.id, step);
    focusComposer();
  };
  return <SuggestedSteps steps={suggested.steps} onPick={fill} onHide={suggested.hide} />;
}
