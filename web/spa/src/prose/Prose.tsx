/** The copilot's text, formatted. It is never shown unformatted: it waits until the formatter is loaded. */
import { Suspense, use } from "react";
import { loadFormatter } from "./formatter";

interface ProseProps {
  text: string;
  /** The text is still being written. */
  isGrowing?: boolean;
}

export function Prose(props: ProseProps) {
  return (
    <Suspense fallback={null}>
      <ReadyProse {...props} />
    </Suspense>
  );
}

function ReadyProse(props: ProseProps) {
  const { default: Formatted } = use(loadFormatter());
  return <Formatted {...props} />;
}

/** Suspends a part of a screen until it can be formatted, so that nothing moves when the formatter has loaded. */
export function useFormatter(): void {
  use(loadFormatter());
}
