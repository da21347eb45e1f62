/** The field that is being edited in place, so that an action elsewhere on the screen can start the edit. */
import { useEffect } from "react";
import { createStore, useStore } from "~/lib/store";

/** "title", "client", "ticket", "new fact" or a fact's id. */
const editing = createStore<string | null>(null);

export function startEdit(what: string): void {
  editing.set(what);
}

function endEdit(what: string): void {
  editing.set((now) => (now === what ? null : now));
}

/** The edit ends when its component unmounts: text typed later in another chat must not become that chat's title. */
export function useEditing(what: string): [boolean, (isEditing: boolean) => void] {
  const isEditing = useStore(editing) === what;
  useEffect(() => () => endEdit(what), [what]);
  return [isEditing, (begins) => (begins ? startEdit(what) : endEdit(what))];
}
