/** Text in which the places that are masked for the copilot are marked. */
import { Suspense } from "react";
import { lazyPart } from "~/ui/lazyPart";
import { mapByIndex } from "./mapByIndex";
import { type Mask, splitAtMasks } from "./masks";
import { SignalledText } from "./SignalledText";

const MaskedPlace = lazyPart(() => import("./MaskedPlace"));

interface MaskedWordsProps {
  text: string;
  /** Where the text begins in the message, in UTF-16 units. */
  start: number;
  masks: readonly Mask[];
}

export function MaskedWords({ text, start, masks }: MaskedWordsProps) {
  return mapByIndex(splitAtMasks(text, start, masks), (piece) =>
    piece.mask ? (
      <Suspense fallback={piece.text}>
        <MaskedPlace text={piece.text} redaction={piece.mask.redaction} />
      </Suspense>
    ) : (
      <SignalledText text={piece.text} />
    ),
  );
}
