/**
 * Theme and single-key shortcuts follow the user from browser to browser. A browser applies its own copy before anybody is signed in; what
 * the user's preferences say replaces it whenever that changes. Until the user has chosen, each browser keeps its own.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type Preferences, savePreferences } from "~/api/preferences";
import type { Me } from "~/api/types";
import { setSingleKeys } from "~/keyboard/useKeys";
import { newKey } from "~/lib/ids";
import { setTheme } from "~/lib/theme";
import { showToast } from "~/ui/toasts";

type OwnChoices = Partial<Pick<Preferences, "theme" | "single_key_shortcuts">>;

export function useAdoptChoices(me: Me | undefined): void {
  const { theme, single_key_shortcuts: singleKeys } = me?.preferences ?? {};
  useEffect(() => {
    if (theme) setTheme(theme);
  }, [theme]);
  useEffect(() => {
    if (typeof singleKeys === "boolean") setSingleKeys(singleKeys);
  }, [singleKeys]);
}

let newest = 0;

/** Applies a choice at once, and keeps it for the user's other browsers. */
export function useChoose(): (choice: OwnChoices) => Promise<void> {
  const queries = useQueryClient();
  return async (choice) => {
    newest += 1;
    const own = newest;
    apply(choice);
    try {
      const saved = await savePreferences(choice, newKey());
      // An answer that was overtaken by a newer choice must not undo it.
      if (own !== newest) return;
      queries.setQueryData(keys.preferences, saved);
      queries.setQueryData<Me>(keys.me, (me) => me && withChoice(me, choice));
    } catch (error) {
      showToast(`Kept in this browser only. ${messageOf(error)}`, { tone: "error" });
    }
  };
}

export function withChoice(me: Me, choice: OwnChoices): Me {
  const { theme = me.preferences.theme } = choice;
  const { single_key_shortcuts = me.preferences.single_key_shortcuts } = choice;
  return { ...me, preferences: { theme, single_key_shortcuts } };
}

function apply({ theme, single_key_shortcuts: singleKeys }: OwnChoices): void {
  if (theme) setTheme(theme);
  if (singleKeys !== undefined) setSingleKeys(singleKeys);
}
