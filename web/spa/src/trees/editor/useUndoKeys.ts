/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) outside text fields, which have their own. A toast that offers to undo comes first. */
import { useEffect, useEffectEvent } from "react";
import { isLayerOpen } from "~/keyboard/layers";
import { isTyping } from "~/keyboard/typing";
import { announce } from "~/ui/announcer";
import type { Editor } from "./Editor";

export function useUndoKeys(editor: Editor): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = actOf(event);
    if (!act || event.defaultPrevented || isTyping(event.target) || isLayerOpen()) return;
    event.preventDefault();
    step(editor, act);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

export function step(editor: Editor, act: "undo" | "redo"): void {
  if (act === "undo") announce(editor.undo() ? "Undone" : "Nothing to undo");
  else announce(editor.redo() ? "Redone" : "Nothing to redo");
}

function actOf(event: KeyboardEvent): "undo" | "redo" | null {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : null;
}
