/** Copies to the clipboard; a browser may refuse this. */
import { announce } from "~/ui/announcer";
import { showToast } from "~/ui/toasts";

/** Announces what was copied, or shows that copying failed. */
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
