/** Shows the key that does what the button does. Hidden from screen readers, which read the button's name. */
export function KeyCap({ children }: { children: string }) {
  return (
    <span aria-hidden="true">
      <kbd>{children}</kbd>
    </span>
  );
}
