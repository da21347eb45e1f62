/** Markdown on the screen. Blocks that did not change keep their elements, and with them the reader's selection. */
import { Copy } from "lucide-react";
import { memo, useMemo } from "react";
import { copyText } from "~/lib/clipboard";
import { Button } from "~/ui/Button";
import { type Block, blocksOf, safeHtml } from "./markdown";
import css from "./prose.module.css";

export default function Formatted({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div className={css.prose}>
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a block is known by its place; text only grows at its end.
        <BlockView key={place} {...block} />
      ))}
    </div>
  );
}

const BlockView = memo(function BlockView(block: Block) {
  if (block.kind === "code") return <CodeBlock code={block.source} language={block.language} />;
  return <HtmlBlock source={block.source} />;
});

function HtmlBlock({ source }: { source: string }) {
  const html = useMemo(() => ({ __html: safeHtml(source) }), [source]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: safeHtml lets only an allow-list pass.
  return <div className={css.html} dangerouslySetInnerHTML={html} />;
}

function CodeBlock({ code, language }: { code: string; language: string }) {
  return (
    <div className={css.code}>
      <div className={css.codeHead}>
        <span>{language || "code"}</span>
        <Button look="ghost" small onClick={() => copyText(code, "Code")}>
          <Copy size={16} strokeWidth={1.5} /> Copy
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
