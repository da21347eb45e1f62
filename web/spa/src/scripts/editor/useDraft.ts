/**
 * What the user has changed of a script, kept in this browser until it is saved or reverted: leaving the screen, a reload or a sign-out
 * loses nothing.
 */
import type { Script, ScriptContent } from "~/api/scripts";
import { keepAt, useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";

interface Kept {
  /** The version that the draft began with. */
  version: number;
  content: ScriptContent;
}

export interface Draft {
  content: ScriptContent;
  isChanged: boolean;
  /** The version that it is based on: older than the script's if somebody has saved since. */
  version: number;
  change: (part: Partial<ScriptContent>) => void;
  /** The draft goes on as a change of this version. */
  rebase: (version: number, content?: ScriptContent) => void;
  revert: () => void;
  /** Some content was saved; what was typed meanwhile stays. */
  saved: (sent: ScriptContent, version: number) => void;
  /** A new script was saved with some content; what was typed meanwhile becomes a change of it. */
  handOver: (sent: ScriptContent, script: Script) => void;
}

export const EMPTY: ScriptContent = {
  title: "",
  purpose: "",
  language: "powershell",
  body: "",
  parameters: [],
  tags: [],
};

/** `id`: the script's, or "new". `script`: as it was last read; null for a new one. */
export function useDraft(id: string, script: Script | null): Draft {
  const { user } = useLogin();
  const [kept, setKept] = useKept<Kept | null>(userKey(user.id, "script", id), null);
  const stored = script ? contentOf(script) : EMPTY;
  const version = kept?.version ?? script?.version ?? 0;
  const content = kept?.content ?? stored;
  const keep = (next: ScriptContent, on: number) => {
    const isStored = isSame(next, stored) && on === (script?.version ?? 0);
    setKept(isStored ? null : { version: on, content: next });
  };
  return {
    content,
    isChanged: kept !== null && !isSame(content, stored),
    version,
    change: (part) => keep({ ...content, ...part }, version),
    rebase: (on, next = content) => setKept({ version: on, content: next }),
    revert: () => setKept(null),
    saved: (sent, on) =>
      setKept((now) => (now && !isSame(now.content, sent) ? { ...now, version: on } : null)),
    handOver: (sent, { id: saved, version: on }) =>
      setKept((now) => {
        if (now && !isSame(now.content, sent))
          keepAt(userKey(user.id, "script", saved), { version: on, content: now.content });
        return null;
      }),
  };
}

export function contentOf(script: ScriptContent): ScriptContent {
  const { title, purpose, language, body, parameters, tags } = script;
  return { title, purpose, language, body, parameters, tags };
}

export function isSame(one: ScriptContent, other: ScriptContent): boolean {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));
}
