/** The question whether a script that was run once becomes a template: the server lets it be asked once, whatever happens to it here. */
import { askWhatToTemplatize } from "~/api/fixTemplates";
import { newKey } from "~/lib/ids";
import { createStore, useStore } from "~/lib/store";

interface Offer {
  sessionId: string;
  fixId: string;
}

const offered = createStore<Offer | null>(null);

/** After a resolve. If the question cannot be fetched, nobody is bothered with that: the session is resolved. */
export async function offerTemplate(sessionId: string): Promise<void> {
  try {
    const fixId = await askWhatToTemplatize(sessionId, newKey());
    if (fixId) offered.set({ sessionId, fixId });
  } catch {
    // The script tab still has the script.
  }
}

export function useOfferedFix(sessionId: string): string | null {
  const offer = useStore(offered);
  return offer?.sessionId === sessionId ? offer.fixId : null;
}

export function endOffer(): void {
  offered.set(null);
}
