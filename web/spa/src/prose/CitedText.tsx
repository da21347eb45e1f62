/** Text in which citations are small buttons that lead to what they cite. */
import { type ReactNode, Suspense, useContext, useMemo } from "react";
import { lazyPart } from "~/ui/lazyPart";
import { CitationsContext, citedPieces } from "./citations";
import { mapByIndex } from "./mapByIndex";

const CitationPlace = lazyPart(() => import("~/cases/CitationPlace"));

interface CitedTextProps {
  text: string;
  /** How text without a citation is shown. */
  children: (text: string) => ReactNode;
}

export function CitedText({ text, children }: CitedTextProps) {
  const citations = useContext(CitationsContext);
  const pieces = useMemo(() => citedPieces(text, citations), [text, citations]);
  if (!pieces) return children(text);
  return mapByIndex(pieces, (piece) =>
    piece.citation ? (
      <Suspense fallback={piece.text}>
        <CitationPlace citation={piece.citation} />
      </Suspense>
    ) : (
      children(piece.text)
    ),
  );
}
