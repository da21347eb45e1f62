/** The actions on a settled fix, at the end of the log line that reports its outcome. */
import { useCallback } from "react";
import { useScreenActions } from "~/keyboard/actions";
import type { LineActions } from "../chat/LogGroup";
import type { OpenChat } from "../useChat";
import { actionOf } from "../useChatActions";
import { hasMovedOn } from "./FixDock";
import { isTerminal } from "./fixMode";
import { outcomeStep } from "./fixText";
import { SettledActions } from "./SettledLine";

/** Undefined if no fix is settled or the conversation has continued. */
export function useSettledActions({ bannerFix: fix, steps }: OpenChat): LineActions | undefined {
  const actions = useScreenActions();
  const record = fix && isTerminal(fix) ? outcomeStep(fix, steps) : null;
  const isOpen = fix !== null && record !== null && !hasMovedOn(steps, record, fix);
  const lineActions = useCallback<LineActions>(
    (step) => {
      if (!fix || step.id !== record?.id) return null;
      const run = (id: "conclude" | "next") => actionOf(actions, id)?.run ?? null;
      return <SettledActions fix={fix} onConclude={run("conclude")} onNextFix={run("next")} />;
    },
    [actions, fix, record?.id],
  );
  return isOpen ? lineActions : undefined;
}
