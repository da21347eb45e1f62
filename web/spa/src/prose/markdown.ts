/**
 * Parses the copilot's Markdown block by block, so that a growing answer is parsed again only at its end.
 *
 * The copilot's text is untrusted. Every character is text unless Markdown says otherwise; there is no HTML. `Tokens.tsx` turns the tokens
 * into elements, so no step makes HTML from a text. Loaded on demand, see `Prose.tsx`.
 */
import { Lexer, type Links, type Token, Tokenizer, type Tokens } from "marked";

export interface Block {
  kind: Token["type"];
  source: string;
  /** The targets of the references in `source`, as JSON. A definition may be anywhere in the text. */
  links: string;
  /** The level of a top-level heading, 3 to 6. */
  level: number;
}

export interface ParseResult {
  blocks: Block[];
  /** Definitions that nothing refers to, such as a list of sources. They are shown as written once no further reference can come. */
  unused: Block[];
}

const LINE_BREAK_TAG = /^<br\s*\/?>/i;
const MARKDOWN_FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*(?:markdown|md|mdx)\b[^\n]*\n/i;

/** GFM without HTML, and without the rules that drop text. */
class ProseTokenizer extends Tokenizer {
  /** While a text grows, the definition of a reference may still follow; until then only the reference's text is shown. */
  awaitsDefinitions = false;

  override html(): undefined {
    return undefined;
  }

  /** `<user>` and `<script>` are text. Only the line-break tag is kept, because tables have no other line break. */
  override tag(source: string): Tokens.Tag | undefined {
    const raw = LINE_BREAK_TAG.exec(source)?.[0];
    return raw ? ({ type: "br", raw } as unknown as Tokens.Tag) : undefined;
  }

  /** A second definition of the same label is shown as text. */
  override def(source: string): Tokens.Def | undefined {
    const token = super.def(source);
    return token && token.tag in this.lexer.tokens.links ? undefined : token;
  }

  /** A single tilde is plain text, as in `C:\PROGRA~1\MICROS~2`; only two tildes strike text through. */
  override del(source: string, masked: string, before?: string): Tokens.Del | undefined {
    return source.startsWith("~~") ? super.del(source, masked, before) : undefined;
  }

  override fences(source: string): Tokens.Code | undefined {
    return fencedMarkdown(source) ?? super.fences(source);
  }

  /** If a row has more cells than the header, the header gets empty cells, so that no cell is lost. */
  override table(source: string): Tokens.Table | undefined {
    const token = super.table(source);
    if (!token) return undefined;
    const missing = Math.max(0, ...token.raw.split("\n").map(cells)) - token.header.length;
    if (missing <= 0) return token;
    if (missing > MAX_MISSING) return undefined;
    const wider = super.table(widened(token.raw, missing));
    return wider ? { ...wider, raw: token.raw } : token;
  }

  override reflink(source: string, links: Links) {
    const waiting = this.awaitsDefinitions && /^!?\[([^\]]+)\]\[([^\]]*)\]/.exec(source);
    const label = waiting && (waiting[2] || waiting[1] || "").replace(/\s+/g, " ").toLowerCase();
    if (!waiting || !label || label in links) return super.reflink(source, links);
    const words = waiting[1] ?? "";
    return { type: "text", raw: waiting[0], text: words, escaped: false } as Tokens.Text;
  }
}

/** Adding more empty cells to every row of a table could multiply the size of the text; such a table is shown as written. */
const MAX_MISSING = 20;

/** The number of cells in a row; an escaped pipe is a character. */
function cells(row: string): number {
  const pipes = row.replace(/\\./g, "").trim().replace(/^\|/, "").replace(/\|$/, "");
  return pipes.split("|").length;
}

function widened(table: string, by: number): string {
  const [header = "", delimiter = "", ...rows] = table.split("\n");
  const open = (line: string) => line.trimEnd().replace(/([^\\])\|$/, "$1");
  return [
    `${open(header)}${"| ".repeat(by)}|`,
    `${open(delimiter)}${"|-".repeat(by)}|`,
    ...rows,
  ].join("\n");
}

/** A block of Markdown that itself contains fences ends at its own fence, not at the first inner one. */
function fencedMarkdown(source: string): Tokens.Code | undefined {
  const opening = MARKDOWN_FENCE.exec(source);
  const mark = opening?.[1];
  if (!opening || !mark) return undefined;
  const start = opening[0].length;
  const end = endOfFence(source, start, mark);
  return {
    type: "code",
    raw: source.slice(0, end.after),
    lang: opening[0].trim().replace(/^[`~]+\s*/, ""),
    text: source.slice(start, end.before).replace(/\n$/, ""),
  };
}

function endOfFence(
  source: string,
  start: number,
  mark: string,
): { before: number; after: number } {
  let depth = 1;
  let at = start;
  while (at < source.length) {
    const lineEnd = source.indexOf("\n", at);
    const after = lineEnd < 0 ? source.length : lineEnd;
    const fence = /^ {0,3}(`{3,}|~{3,})[ \t]*(.*)$/.exec(source.slice(at, after));
    if (fence?.[1]?.startsWith(mark)) depth += fence[2] ? 1 : -1;
    if (depth === 0) return { before: at, after };
    at = after + 1;
  }
  return { before: source.length, after: source.length };
}

const tokenizer = new ProseTokenizer();

function lex(source: string, links: Links, isGrowing = false): { tokens: Token[]; links: Links } {
  tokenizer.awaitsDefinitions = isGrowing;
  const lexer = new Lexer({ gfm: true, tokenizer });
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(source);
  return { tokens, links: { ...tokens.links } };
}

export function tokensOf(
  { source, links }: Pick<Block, "source" | "links">,
  isGrowing: boolean,
): Token[] {
  return lex(source, JSON.parse(links) as Links, isGrowing).tokens;
}

/** Added text can change this many blocks at the end: a title on its own line belongs to the preceding definition. */
const OPEN_BLOCKS = 2;

/** Parses a text that grows at its end; blocks that can no longer change are not parsed again. */
export class MarkdownReader {
  private settledText = "";
  private settled: Token[] = [];
  private links: Links = {};

  read(text: string): ParseResult {
    const source = text.replace(/\r\n?/g, "\n");
    if (!source.startsWith(this.settledText)) this.restart();
    const rest = source.slice(this.settledText.length);
    const open = lex(rest, this.links);
    const tokens = [...this.settled, ...open.tokens];
    this.settle(open.tokens, rest);
    const blocks = toBlocks(tokens, open.links);
    return { blocks, unused: unusedDefinitions(tokens, blocks) };
  }

  private restart(): void {
    this.settledText = "";
    this.settled = [];
    this.links = {};
  }

  private settle(tokens: Token[], rest: string): void {
    const places = tokens.flatMap((token, index) => (token.type === "space" ? [] : [index]));
    const done = tokens.slice(0, places.at(-OPEN_BLOCKS) ?? 0);
    const raw = done.map((token) => token.raw).join("");
    if (done.length === 0 || !rest.startsWith(raw)) return;
    this.links = lex(raw, this.links).links;
    this.settled.push(...done);
    this.settledText += raw;
  }
}

function toBlocks(tokens: Token[], links: Links): Block[] {
  const shown = tokens.filter(({ type }) => type !== "space" && type !== "def");
  let level = 2;
  return shown.map((token): Block => {
    if (token.type === "heading") level = Math.min(token.depth + 2, level + 1, 6);
    const source = token.raw.replace(/\n+$/, "");
    return { kind: token.type, source, links: linksOf(source, links), level };
  });
}

function linksOf(source: string, links: Links): string {
  const labels = Object.keys(links);
  if (labels.length === 0) return "{}";
  const words = source.toLowerCase().replace(/\s+/g, " ");
  const used = labels.filter((label) => words.includes(`[${label}]`));
  return JSON.stringify(Object.fromEntries(used.map((label) => [label, links[label]])));
}

function unusedDefinitions(tokens: Token[], blocks: Block[]): Block[] {
  const used = new Set(blocks.flatMap(({ links }) => Object.keys(JSON.parse(links))));
  return tokens
    .filter((token) => token.type === "def" && !used.has(token.tag))
    .map(({ raw }) => ({ kind: "paragraph", source: `\\${raw.trim()}`, links: "{}", level: 0 }));
}
