/**
 * Markdown of the copilot into safe HTML, block by block, so that a growing answer is parsed again only where it grows.
 *
 * What the copilot writes is untrusted: only the elements below pass, no images, no styles, and every link shows where it leads. Loaded on
 * demand, see `Prose.tsx`.
 */
import DOMPurify from "dompurify";
import { marked, type Token } from "marked";

export type Block =
  | { kind: "html"; source: string }
  | { kind: "code"; source: string; language: string };

const ALLOWED_TAGS = [
  ..."p br hr strong em del code pre blockquote ul ol li a".split(" "),
  ..."h3 h4 h5 h6 table thead tbody tr th td".split(" "),
];
const ALLOWED_ATTRIBUTES = ["href", "start", "align"];
const SAFE_LINK = /^(https?:|mailto:)/i;
/** An answer stands below the page's h1 and its author's h2. */
const HEADING_SHIFT = 2;

const purifier = DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node instanceof HTMLAnchorElement) nameTheHost(node);
  if (node instanceof HTMLPreElement) node.tabIndex = 0;
});

/** The blocks of a text; fenced code at the top level is its own kind, because it gets buttons. */
export function blocksOf(text: string): Block[] {
  return marked.lexer(text).flatMap(toBlock);
}

function toBlock(token: Token): Block[] {
  if (token.type === "space") return [];
  if (token.type === "code") {
    return [{ kind: "code", source: token.text, language: token.lang ?? "" }];
  }
  return [{ kind: "html", source: token.raw }];
}

export function safeHtml(markdown: string): string {
  const dirty = marked.parse(markdown, { async: false, gfm: true, walkTokens: lowerHeading });
  return purifier.sanitize(dirty, { ALLOWED_TAGS, ALLOWED_ATTR: ALLOWED_ATTRIBUTES });
}

function lowerHeading(token: Token): void {
  if (token.type === "heading") token.depth = Math.min(token.depth + HEADING_SHIFT, 6);
}

/** A link's words may lie about its target, so the host stands behind them. */
function nameTheHost(link: HTMLAnchorElement): void {
  const address = link.getAttribute("href") ?? "";
  if (!SAFE_LINK.test(address)) {
    link.removeAttribute("href");
    return;
  }
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  const place = placeOf(address);
  if (place && link.textContent !== address) link.append(` (${place})`);
}

function placeOf(address: string): string {
  try {
    const url = new URL(address);
    return url.protocol === "mailto:" ? url.pathname : url.host;
  } catch {
    return "";
  }
}
