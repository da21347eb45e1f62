/** The code editor of a test: its text is in a shadow root, which the queries of Testing Library do not enter. */
import { EditorView } from "@codemirror/view";
import { act, waitFor } from "@testing-library/react";

function content(label: string): HTMLElement {
  const hosts = [...document.querySelectorAll<HTMLElement>("[data-typing]")];
  const found = hosts
    .map((host) => host.shadowRoot?.querySelector<HTMLElement>(`[aria-label="${label}"]`))
    .find((element) => element != null);
  if (!found) throw new Error(`No editor called ${label}`);
  return found;
}

export function editorOf(label: string): EditorView {
  const view = EditorView.findFromDOM(content(label));
  if (!view) throw new Error(`No editor in ${label}`);
  return view;
}

export async function codeEditor(label: string): Promise<EditorView> {
  return await waitFor(() => editorOf(label));
}

export function codeIn(label: string): string {
  return editorOf(label).state.doc.toString();
}

export function typeCode(label: string, code: string): void {
  const view = editorOf(label);
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } }));
}
