/** Renders Markdown. Unchanged blocks keep their elements, and with them the reader's selection. */
import { memo, useMemo, useState } from "react";
import { classes } from "~/lib/classes";
import { GrowsContext } from "./grows";
import { mapByIndex } from "./mapByIndex";
import { type Block, MarkdownReader, tokensOf } from "./markdown";
import css from "./prose.module.css";
import { BlockTokens } from "./Tokens";
import { shownSource } from "./unclosedMarks";

interface FormattedProps {
  text: string;
  /** The text is still being written; its end is shown as far as it can be parsed. */
  isGrowing?: boolean;
}

export default function Formatted({ text, isGrowing = false }: FormattedProps) {
  const [reader] = useState(() => new MarkdownReader());
  const { blocks, unused } = useMemo(() => reader.read(text), [reader, text]);
  const shown = isGrowing ? blocks : [...blocks, ...unused];
  const openIndex = isGrowing ? blocks.length - 1 : -1;
  return (
    <div className={classes(css.prose, isGrowing && css.growing)}>
      {mapByIndex(shown, (block, index) => (
        <BlockView
          source={index === openIndex ? shownSource(block) : block.source}
          links={block.links}
          level={block.level}
          isGrowing={isGrowing}
          isOpen={index === openIndex}
        />
      ))}
    </div>
  );
}

interface BlockViewProps extends Omit<Block, "kind"> {
  isGrowing: boolean;
  /** The last block of a text that is still growing. */
  isOpen: boolean;
}

const BlockView = memo(function BlockView(block: BlockViewProps) {
  const { source, links, level, isGrowing, isOpen } = block;
  const tokens = useMemo(() => tokensOf({ source, links }, isGrowing), [source, links, isGrowing]);
  return (
    <GrowsContext value={isOpen}>
      <BlockTokens tokens={tokens} level={level} />
    </GrowsContext>
  );
});
