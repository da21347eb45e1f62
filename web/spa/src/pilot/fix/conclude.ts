/** Concluding means that a fix waiting for verification worked, so success is recorded on it before the dialog opens. */
import type { OpenChat } from "../useChat";
import { fixMode } from "./fixMode";

export async function conclude({ activeFix, acts, setLayer }: OpenChat): Promise<void> {
  if (!activeFix || fixMode(activeFix) !== "pending") return setLayer("conclude");
  const isRecorded = await acts.report(activeFix, { outcome: "applied_success" });
  if (isRecorded) setLayer("concluded-fix");
}
