/** Changes to the documentation that are not saved yet. They outlive a reload. */
import { useState } from "react";
import type { AiSession, SectionName } from "~/api/types";
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";
import { type Edits, hasEdits } from "~/writeUps/edits";

interface Unsaved {
  sections: Edits<SectionName>;
  /** As typed; null until the user changes it. */
  minutes: string | null;
}

const NOTHING: Unsaved = { sections: {}, minutes: null };

export interface DocumentationEdits {
  isEditing: boolean;
  unsaved: Unsaved;
  hasChanges: boolean;
  start: () => void;
  change: (change: (now: Unsaved) => Unsaved) => void;
  /** Ends editing and forgets what is not saved. */
  end: () => void;
}

export function useDocumentationEdits({ id }: AiSession): DocumentationEdits {
  const { user } = useLogin();
  const [unsaved, setUnsaved] = useKept(userKey(user.id, "documentation", id), NOTHING);
  const hasChanges = hasEdits(unsaved.sections) || unsaved.minutes !== null;
  const [isStarted, setIsStarted] = useState(hasChanges);
  return {
    isEditing: isStarted,
    unsaved,
    hasChanges,
    start: () => setIsStarted(true),
    change: setUnsaved,
    end: () => {
      setUnsaved(NOTHING);
      setIsStarted(false);
    },
  };
}
