/** Copies a message, quotes it into the composer, or makes it a ticket of its own. Visible on hover and focus, on touch devices always. */
import { Copy, Quote, Split } from "lucide-react";
import { createContext, useContext } from "react";
import { copyText } from "~/lib/clipboard";
import { IconButton } from "~/ui/Button";
import { SpinOffContext } from "../spinOff";
import css from "./transcript.module.css";

/** Adds text to the composer; null if the reader may not write. */
export const QuoteContext = createContext<((text: string) => void) | null>(null);

const MAX_QUOTE_LENGTH = 12;

interface MessageToolsProps {
  stepId: string;
  text: string;
}

export function MessageTools({ stepId, text }: MessageToolsProps) {
  const quote = useContext(QuoteContext);
  const spinOff = useContext(SpinOffContext);
  return (
    <span className={css.tools}>
      <IconButton small label="Copy message" onClick={() => copyText(text, "Message")}>
        <Copy size={14} strokeWidth={1.5} />
      </IconButton>
      {quote && (
        <IconButton
          small
          label="Quote message"
          onClick={(event) => quote(asQuote(selectedIn(event.currentTarget) || text))}
        >
          <Quote size={14} strokeWidth={1.5} />
        </IconButton>
      )}
      {spinOff && text && (
        <IconButton small label="Spin off a ticket" onClick={() => spinOff(stepId)}>
          <Split size={14} strokeWidth={1.5} />
        </IconButton>
      )}
    </span>
  );
}

/** The reader's selection within this message. */
function selectedIn(button: HTMLElement): string {
  const selection = window.getSelection();
  const isHere = button.closest("article")?.contains(selection?.anchorNode ?? null);
  return isHere ? String(selection).trim() : "";
}

/** Puts "> " before each line; quotes only the beginning of a long message. */
export function asQuote(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const kept = lines.length > MAX_QUOTE_LENGTH ? [...lines.slice(0, MAX_QUOTE_LENGTH), "…"] : lines;
  return `${kept.map((line) => `> ${line}`.trimEnd()).join("\n")}\n`;
}
