/** Reads the user's preferences, and saves some of them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchPreferences, type Preferences, savePreferences } from "~/api/preferences";
import type { Me } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { withChoice } from "~/login/ownChoices";
import { announce } from "~/ui/announcer";

export function usePreferences() {
  return useQuery({ queryKey: keys.preferences, queryFn: fetchPreferences });
}

/** Saves only the given ones. */
export function useSavePreferences() {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (part: Partial<Preferences>) => sendOnce(part, (key) => savePreferences(part, key)),
    onSuccess: (saved, part) => {
      queries.setQueryData(keys.preferences, saved);
      queries.setQueryData<Me>(keys.me, (me) => me && withChoice(me, part));
      announce("Saved.");
      return queries.invalidateQueries({ queryKey: keys.reach });
    },
  });
}
