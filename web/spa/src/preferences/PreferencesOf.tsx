/** Loads the preferences for a section of the account screen. */
import type { ReactNode } from "react";
import type { Preferences } from "~/api/preferences";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import { usePreferences } from "./usePreferences";

interface PreferencesOfProps {
  heights: number[];
  children: (kept: Preferences) => ReactNode;
}

export function PreferencesOf({ heights, children }: PreferencesOfProps) {
  const preferences = usePreferences();
  if (preferences.data) return children(preferences.data);
  if (preferences.isPending) return <Skeleton heights={heights} label="Loading your preferences" />;
  return (
    <ErrorState
      inline
      what="Your preferences could not be loaded."
      error={preferences.error}
      onRetry={preferences.refetch}
    />
  );
}
