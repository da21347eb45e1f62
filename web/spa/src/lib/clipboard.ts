/** Copying to the clipboard, which a browser may refuse. */
import { announce } from "~/ui/announcer";
import { showToast } from "~/ui/toasts";

/** Says what was copied, or that it was not. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied.`);
  } catch {
    showToast(`${what} not copied: this browser does not allow it here. Select the text instead.`, {
      tone: "error",
    });
  }
}
