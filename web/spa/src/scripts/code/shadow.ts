/** The shadow root of an element; a component that is mounted a second time finds its first one. */
export function shadowOf(element: HTMLElement): ShadowRoot {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open", delegatesFocus: true });
  root.replaceChildren();
  return root;
}
