/** An engineer's text, shown as typed. Fenced code and pasted output are in monospace; nothing else is formatted. */
import { memo, useMemo } from "react";
import type { Redaction } from "~/api/types";
import { CodeBlock, FoldButton, useFold } from "./CodeBlock";
import { piecesOf } from "./links";
import { MaskedWords } from "./MaskedWords";
import { mapByIndex } from "./mapByIndex";
import { hasMasks, type Mask, masksIn } from "./masks";
import { type Part, partsOf } from "./pastedOutput";
import css from "./person.module.css";
import { SafeLink } from "./SafeLink";
import { SignalledText } from "./SignalledText";

const NONE: Redaction[] = [];

interface PersonTextProps {
  text: string;
  /** The places of the text that are masked for the copilot. */
  redactions?: Redaction[] | undefined;
}

export const PersonText = memo(function PersonText({ text, redactions = NONE }: PersonTextProps) {
  const parts = useMemo(() => partsOf(text), [text]);
  const masks = useMemo(() => masksIn(text, redactions), [text, redactions]);
  return mapByIndex(parts, (part) => <PartView part={part} masks={masks} />);
});

function PartView({ part, masks }: { part: Part; masks: Mask[] }) {
  const { text, start } = part;
  const inside = hasMasks(text, start, masks) ? masks : undefined;
  if (part.kind === "typed") return <Typed text={text} start={start} masks={inside} />;
  return <CodeBlock code={text} info={part.info} folds masks={inside && { masks, start }} />;
}

interface TypedProps {
  text: string;
  start: number;
  masks: Mask[] | undefined;
}

function Typed({ text, start, masks }: TypedProps) {
  const fold = useFold(text, true);
  return (
    <div className={css.typed} dir="auto">
      {masks ? (
        <MaskedWords text={fold.shown} start={start} masks={masks} />
      ) : (
        <Linked text={fold.shown} />
      )}
      <FoldButton fold={fold} className={css.fold} />
    </div>
  );
}

function Linked({ text }: { text: string }) {
  return mapByIndex(piecesOf(text), (piece) =>
    piece.kind === "text" ? (
      <SignalledText text={piece.text} />
    ) : (
      <SafeLink address={piece.address} words={piece.address} />
    ),
  );
}
