/** Code or output as it was written, in monospace, in a box that scrolls by itself. */
import { Copy, WrapText } from "lucide-react";
import { useContext, useEffect, useMemo, useState } from "react";
import { classes } from "~/lib/classes";
import { copyText } from "~/lib/clipboard";
import { count } from "~/lib/text";
import { Button, IconButton } from "~/ui/Button";
import css from "./code.module.css";
import { Words } from "./GrowingText";
import { GrowsContext } from "./grows";
import type { CodeWord } from "./highlight";
import { readInfo } from "./languages";
import { MaskedWords } from "./MaskedWords";
import { mapByIndex } from "./mapByIndex";
import type { Mask } from "./masks";
import { SignalledText } from "./SignalledText";

/** If `folds` is set, text with more lines than this is folded. */
const FOLDED_LINES = 20;

interface CodeBlockProps {
  code: string;
  /** The text after the fence: the language, perhaps a file name. */
  info: string;
  folds?: boolean;
  /** The places that are masked for the copilot; `start` is where the code begins in the message. */
  masks?: { masks: Mask[]; start: number } | undefined;
}

export function CodeBlock({ code, info, folds = false, masks }: CodeBlockProps) {
  const { grammar, label } = readInfo(info);
  const [isWrapped, setIsWrapped] = useState(false);
  const fold = useFold(code, folds);
  return (
    <figure className={css.code}>
      <header className={css.head}>
        <span className={css.label}>{label}</span>
        <IconButton
          small
          label="Wrap lines"
          aria-pressed={isWrapped}
          onClick={() => setIsWrapped(!isWrapped)}
        >
          <WrapText size={14} strokeWidth={1.5} />
        </IconButton>
        <Button look="ghost" small onClick={() => copyText(code, label)}>
          <Copy size={14} strokeWidth={1.5} /> Copy
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <pre tabIndex={0} dir="ltr" className={classes(css.lines, isWrapped && css.wrapped)}>
        <code>
          {masks ? (
            <MaskedWords text={fold.shown} {...masks} />
          ) : (
            <Code code={fold.shown} grammar={grammar} />
          )}
        </code>
      </pre>
      {folds && <FoldButton fold={fold} className={css.fold} />}
    </figure>
  );
}

/** Unfolds and folds a long text; renders nothing for a short one. */
export function FoldButton({ fold, className }: { fold: Fold; className: string | undefined }) {
  if (fold.lines <= FOLDED_LINES) return null;
  return (
    <Button
      look="ghost"
      small
      className={className}
      aria-expanded={fold.isOpen}
      onClick={fold.toggle}
    >
      {fold.isOpen
        ? `Show the first ${FOLDED_LINES} lines`
        : `Show all ${count(fold.lines, "line")}`}
    </Button>
  );
}

interface Fold {
  lines: number;
  shown: string;
  isOpen: boolean;
  toggle: () => void;
}

/** The first lines of a long text, until the reader unfolds it. */
export function useFold(text: string, folds: boolean): Fold {
  const [isOpen, setIsOpen] = useState(false);
  const lines = useMemo(() => text.split("\n"), [text]);
  const isFolded = folds && !isOpen && lines.length > FOLDED_LINES;
  return {
    lines: lines.length,
    shown: isFolded ? lines.slice(0, FOLDED_LINES).join("\n") : text,
    isOpen,
    toggle: () => setIsOpen(!isOpen),
  };
}

function Code({ code, grammar }: { code: string; grammar: string }) {
  const grows = useContext(GrowsContext);
  const words = useHighlighted(code, grammar, !grows);
  if (!words) return <SignalledText text={code}>{(text) => <Words text={text} />}</SignalledText>;
  return mapByIndex(words, ({ text, hue }) => (
    <span className={hue ? css[hue] : undefined}>{text}</span>
  ));
}

type Highlighter = typeof import("./highlight").highlighted;

let loaded: Highlighter | null = null;

/** Null until the highlighter is loaded, and for an unsupported language. */
function useHighlighted(code: string, grammar: string, isWanted: boolean): CodeWord[] | null {
  const [highlighter, setHighlighter] = useState<Highlighter | null>(() => loaded);
  const isNeeded = isWanted && grammar !== "" && !highlighter;
  useEffect(() => {
    if (!isNeeded) return;
    let isHere = true;
    void import("./highlight").then(
      ({ highlighted }) => {
        loaded = highlighted;
        if (isHere) setHighlighter(() => highlighted);
      },
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [isNeeded]);
  return useMemo(
    () => (isWanted && highlighter ? highlighter(code, grammar) : null),
    [isWanted, highlighter, code, grammar],
  );
}
