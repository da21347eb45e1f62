/** Renders Markdown tokens as elements. An unknown token is shown as it was written. */
import type { Token, Tokens } from "marked";
import { createElement, type ReactNode } from "react";
import { classes } from "~/lib/classes";
import { ScrollBox } from "~/ui/ScrollBox";
import { CitedText } from "./CitedText";
import { CodeBlock } from "./CodeBlock";
import { Words } from "./GrowingText";
import { mapByIndex } from "./mapByIndex";
import css from "./prose.module.css";
import { SafeLink } from "./SafeLink";
import { SignalledText } from "./SignalledText";

type Render<T> = (token: T) => ReactNode;
type Renderers = { [type: string]: Render<never> };

/** `level` is that of a top-level heading, 3 to 6. */
export function BlockTokens({ tokens, level }: { tokens: Token[]; level: number }) {
  return mapByIndex(tokens, (token) =>
    token.type === "heading" ? heading(token as Tokens.Heading, level) : block(token),
  );
}

const BLOCKS: Renderers = {
  space: () => null,
  hr: () => <hr />,
  checkbox: () => null,
  paragraph: ({ tokens }: Tokens.Paragraph) => <p dir="auto">{inline(tokens)}</p>,
  text: (token: Tokens.Text) => inline(token.tokens ?? [token]),
  blockquote: ({ tokens }: Tokens.Blockquote) => (
    <blockquote dir="auto">{mapByIndex(tokens, block)}</blockquote>
  ),
  heading: (token: Tokens.Heading) => heading(token, Math.min(token.depth + 2, 6)),
  code: ({ text, lang }: Tokens.Code) => <CodeBlock code={text} info={lang ?? ""} />,
  list: (token: Tokens.List) => <List list={token} />,
  table: (token: Tokens.Table) => <Table table={token} />,
};

const INLINES: Renderers = {
  br: () => <br />,
  checkbox: () => null,
  escape: ({ text }: Tokens.Escape) => <Words text={text} />,
  strong: ({ tokens }: Tokens.Strong) => <strong>{inline(tokens)}</strong>,
  em: ({ tokens }: Tokens.Em) => <em>{inline(tokens)}</em>,
  del: ({ tokens }: Tokens.Del) => <del>{inline(tokens)}</del>,
  codespan: ({ text }: Tokens.Codespan) => (
    <code>
      <Signalled text={text} />
    </code>
  ),
  link: (token: Tokens.Link) => <Link link={token} />,
  image: (token: Tokens.Image) => <Picture image={token} />,
  text: ({ text, tokens }: Tokens.Text) =>
    tokens ? inline(tokens) : <Said text={decodeEntities(text)} />,
};

function Said({ text }: { text: string }) {
  return <CitedText text={text}>{(words) => <Signalled text={words} />}</CitedText>;
}

function Signalled({ text }: { text: string }) {
  return <SignalledText text={text}>{(words) => <Words text={words} />}</SignalledText>;
}

function block(token: Token): ReactNode {
  return shown(token, BLOCKS);
}

function inline(tokens: readonly Token[]): ReactNode {
  return mapByIndex(tokens, (token) => shown(token, INLINES));
}

function shown(token: Token, renderers: Renderers): ReactNode {
  const render = renderers[token.type] as Render<Token> | undefined;
  return render ? render(token) : <Words text={token.raw} />;
}

function heading({ tokens }: Tokens.Heading, level: number): ReactNode {
  return createElement(`h${level}`, { dir: "auto" }, inline(tokens));
}

function List({ list: { items, ordered } }: { list: Tokens.List }) {
  const drawn = mapByIndex(items, (item) => <Item item={item} isNumbered={ordered} />);
  return ordered ? <ol>{drawn}</ol> : <ul>{drawn}</ul>;
}

/** A numbered item keeps the number with which it was written. */
function Item({ item, isNumbered }: { item: Tokens.ListItem; isNumbered: boolean }) {
  const number = isNumbered ? Number.parseInt(item.raw, 10) : undefined;
  return (
    <li dir="auto" value={number} className={classes(item.task && css.task)}>
      {item.task && <TaskMark isDone={item.checked === true} />}
      {mapByIndex(item.tokens, block)}
    </li>
  );
}

function TaskMark({ isDone }: { isDone: boolean }) {
  return (
    <>
      <span aria-hidden="true" className={classes(css.box, isDone && css.done)} />
      <span className="hidden-words">{isDone ? "Done: " : "Not done: "}</span>
    </>
  );
}

function Table({ table }: { table: Tokens.Table }) {
  return (
    <ScrollBox label="Table" className={css.table}>
      <table>
        <thead>
          <Row cells={table.header} />
        </thead>
        <tbody>
          {mapByIndex(table.rows, (cells) => (
            <Row cells={cells} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ cells }: { cells: Tokens.TableCell[] }) {
  return (
    <tr>
      {mapByIndex(cells, (cell) => (
        <Cell cell={cell} />
      ))}
    </tr>
  );
}

/** An empty header labels nothing, so it becomes a plain cell. */
function Cell({ cell: { tokens, header, align } }: { cell: Tokens.TableCell }) {
  const Element = header && tokens.length > 0 ? "th" : "td";
  return (
    <Element dir="auto" className={classes(align && css[align])}>
      {inline(tokens)}
    </Element>
  );
}

function Link({ link }: { link: Tokens.Link }) {
  const address = link.autolink ? link.href : decodeEntities(link.href);
  return (
    <>
      <SafeLink address={address} words={plain(link.tokens)}>
        {inline(link.tokens)}
      </SafeLink>
      <Title title={link.title} />
    </>
  );
}

/** No image is loaded from another site; its alternative text and address are shown. */
function Picture({ image }: { image: Tokens.Image }) {
  const words = decodeEntities(image.text) || "Image";
  return (
    <>
      <SafeLink address={decodeEntities(image.href)} words={words} />
      <Title title={image.title} />
    </>
  );
}

function Title({ title }: { title: string | null | undefined }) {
  return title ? ` “${decodeEntities(title)}”` : null;
}

function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ("tokens" in token && token.tokens ? plain(token.tokens) : textOf(token)))
    .join("");
}

function textOf(token: Token): string {
  return "text" in token ? decodeEntities(String(token.text)) : token.raw;
}

const decoder = document.createElement("textarea");

/** Decodes entities such as `&lt;`. The content of a textarea is always text, so this cannot create elements. */
function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  decoder.innerHTML = text.replaceAll("<", "&lt;");
  return decoder.value;
}
