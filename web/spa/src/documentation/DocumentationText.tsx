/** The saved text as it is read. It is the only thing that is printed. */
import type { AiSession } from "~/api/types";
import { headline } from "~/lib/text";
import { Prose } from "~/prose/Prose";
import css from "./documentation.module.css";

interface DocumentationTextProps {
  aiSession: AiSession;
  /** Markdown. */
  text: string;
  isOnlyPrinted?: boolean;
}

export function DocumentationText({ aiSession, text, isOnlyPrinted }: DocumentationTextProps) {
  return (
    <article
      className={isOnlyPrinted ? css.paper : css.text}
      data-printed
      aria-label={headline(aiSession)}
    >
      <Prose text={text} />
    </article>
  );
}
