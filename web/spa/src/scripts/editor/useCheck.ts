/** What the server finds in the code, a moment after the last key. The last result stays until the next one is there. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "~/api/keys";
import { checkScript } from "~/api/scripts";
import type { ScriptLanguage } from "../words";

const PAUSE_MS = 400;

export type Check = ReturnType<typeof useCheck>;

export function useCheck(language: ScriptLanguage, body: string) {
  const calm = usePaused(body);
  const check = useQuery({
    queryKey: keys.scriptCheck(language, calm),
    queryFn: ({ signal }) => checkScript(language, calm, signal),
    enabled: calm.trim() !== "",
    placeholderData: keepPreviousData,
    // The key is the whole code.
    gcTime: 0,
  });
  const isBlank = calm.trim() === "";
  return {
    found: isBlank ? undefined : check.data,
    isRunning: calm !== body || check.isFetching,
    error: check.error,
    again: check.refetch,
  };
}

function usePaused(body: string): string {
  const [calm, setCalm] = useState(body);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(body), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [body]);
  return calm;
}
