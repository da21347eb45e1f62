/** Text in which the codes that the library explains are marked. */
import { type ReactNode, Suspense, useContext, useMemo } from "react";
import { lazyPart } from "~/ui/lazyPart";
import { GrowsContext } from "./grows";
import { mapByIndex } from "./mapByIndex";
import { SignalsContext } from "./signals";

const SignalPlace = lazyPart(() => import("./SignalPlace"));

interface SignalledTextProps {
  text: string;
  /** How text without a code is shown. */
  children?: (text: string) => ReactNode;
}

/** While a text is still being written, its codes are not marked: marking would disturb the reader's selection. */
export function SignalledText({ text, children = (words) => words }: SignalledTextProps) {
  const find = useContext(SignalsContext);
  const grows = useContext(GrowsContext);
  const pieces = useMemo(() => (grows ? null : (find?.(text) ?? null)), [grows, find, text]);
  if (!pieces) return children(text);
  return mapByIndex(pieces, (piece) =>
    piece.signal ? (
      <Suspense fallback={piece.text}>
        <SignalPlace text={piece.text} signal={piece.signal} />
      </Suspense>
    ) : (
      children(piece.text)
    ),
  );
}
