/** The code of a script to read, copy and download, with line numbers and the places of its values. Nothing runs here. */
import { Copy, Download } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { copyText } from "~/lib/clipboard";
import { download } from "~/lib/download";
import { count } from "~/lib/text";
import type { CodeWord } from "~/prose/highlight";
import { mapByIndex } from "~/prose/mapByIndex";
import { Button } from "~/ui/Button";
import css from "./code/code.module.css";
import { PLACEHOLDER } from "./parameters";
import { languageName, type ScriptLanguage } from "./words";

const HIGHLIGHTERS: Record<ScriptLanguage, string> = {
  powershell: "powershell",
  bash: "bash",
  batch: "dos",
  python: "python",
};

interface CodeViewProps {
  code: string;
  language: ScriptLanguage;
  /** The name of the downloaded file; without it, there is no download. */
  fileName?: string;
  label?: string;
  /** Gives the code with its values to `use`; without it, the code is handed over as it is shown. */
  onHandOver?: (use: (finished: string) => void) => void;
}

export function CodeView({
  code,
  language,
  fileName,
  label = "Script",
  onHandOver = (use) => use(code),
}: CodeViewProps) {
  const words = useWords(code, HIGHLIGHTERS[language]);
  const lines = useMemo(() => linesOf(words), [words]);
  const name = languageName(language);
  return (
    <figure className={css.frame}>
      <header className={css.head}>
        <span>
          {name}, {count(lines.length, "line")}
        </span>
        <Button
          look="ghost"
          small
          onClick={() => onHandOver((finished) => copyText(finished, label))}
        >
          <Copy size={14} strokeWidth={1.5} /> Copy
        </Button>
        {fileName && (
          <Button
            look="ghost"
            small
            onClick={() => onHandOver((finished) => download(fileName, finished))}
          >
            <Download size={14} strokeWidth={1.5} /> Download
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} role="group" aria-label={label} dir="ltr" className={css.lines}>
        <code>
          {mapByIndex(lines, (line) => (
            <Line words={line} />
          ))}
        </code>
      </pre>
    </figure>
  );
}

function Line({ words }: { words: Word[] }) {
  return (
    <span className={css.line}>
      {mapByIndex(words, ({ text, hue }) => (
        <span className={hue ? css[hue] : undefined}>{text}</span>
      ))}
    </span>
  );
}

interface Word {
  text: string;
  hue: CodeWord["hue"] | "value";
}

/** The words of each line; a word that goes over several lines is cut at their ends. */
function linesOf(words: readonly Word[]): Word[][] {
  const lines: Word[][] = [[]];
  for (const { text, hue } of words) {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push({ text: part, hue });
    }
  }
  if (lines.length > 1 && lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

/** Placeholders first: a grammar would cut them into braces and names. */
function useWords(code: string, grammar: string): Word[] {
  const highlight = useHighlighter();
  return useMemo(() => {
    const parts = code.split(new RegExp(`(${PLACEHOLDER.source.replace("(", "(?:")})`, "g"));
    if (!highlight) return parts.map((text, index) => ({ text, hue: index % 2 ? "value" : null }));
    return withPlaceholders(highlight(code, grammar) ?? [{ text: code, hue: null }], code);
  }, [code, grammar, highlight]);
}

/** Cuts the coloured words at the placeholders, which may begin and end inside them. */
function withPlaceholders(words: readonly CodeWord[], code: string): Word[] {
  const places = [...code.matchAll(new RegExp(PLACEHOLDER.source, "g"))].map(
    ({ index, 0: text }) => ({
      from: index,
      to: index + text.length,
    }),
  );
  let at = 0;
  return words.flatMap(({ text, hue }) => {
    const start = at;
    at += text.length;
    return cut(text, start, places).map((part) => ({
      text: part.text,
      hue: part.isValue ? "value" : hue,
    }));
  });
}

function cut(text: string, start: number, places: readonly { from: number; to: number }[]) {
  const end = start + text.length;
  const near = places.filter(({ from, to }) => from < end && to > start);
  const bounds = near.flatMap(({ from, to }) => [Math.max(from, start), Math.min(to, end)]);
  const edges = [start, ...bounds, end];
  return edges.slice(1).map((to, index) => ({
    text: text.slice((edges[index] ?? start) - start, to - start),
    isValue: index % 2 === 1,
  }));
}

type Highlighter = typeof import("~/prose/highlight").highlighted;

function useHighlighter(): Highlighter | null {
  const [found, setFound] = useState<Highlighter | null>(null);
  useEffect(() => {
    let isHere = true;
    void import("~/prose/highlight").then(
      ({ highlighted }) => isHere && setFound(() => highlighted),
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, []);
  return found;
}
