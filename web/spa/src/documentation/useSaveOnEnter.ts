/** For a form that is saved in place: Enter in a text area adds a line; in a single-line field it saves, as Ctrl+Enter does everywhere. */
import type { KeyboardEvent } from "react";
import { useEnterGuard } from "~/keyboard/enter";
import { isPressable } from "~/keyboard/typing";

export function useSaveOnEnter(): (event: KeyboardEvent<HTMLFormElement>) => void {
  const isMeant = useEnterGuard();
  return (event) => {
    if (event.key !== "Enter" || isPressable(event.target)) return;
    const isText = event.target instanceof HTMLTextAreaElement;
    if (isText && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (isMeant(event)) event.currentTarget.requestSubmit();
  };
}
