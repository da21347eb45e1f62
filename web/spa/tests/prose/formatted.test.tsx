/** The copilot's text as the reader sees it: nothing runs, nothing is loaded, and nothing is dropped. */
import { render } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import Formatted from "~/prose/Formatted";
import { MarkdownReader } from "~/prose/markdown";

function shown(text: string, isGrowing = false): HTMLElement {
  return render(<Formatted text={text} isGrowing={isGrowing} />).container;
}

/** The text on the screen, with blocks and lines separated by one blank, without the buttons and labels of code blocks. */
function words(box: HTMLElement): string {
  const copy = box.cloneNode(true) as HTMLElement;
  for (const control of copy.querySelectorAll("header, button")) control.remove();
  for (const element of copy.querySelectorAll("p, li, h3, h4, td, th, pre, br, blockquote"))
    element.append(" ");
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

test.each([
  "<script>alert(1)</script>",
  '<img src="x" onerror="alert(1)">',
  "![pixel](https://tracker.test/p.png)",
  '<a href="javascript:alert(1)">x</a>',
  "[x](javascript:alert(1))",
  "[x](\u0001javascript:alert(1))",
  "<javascript:alert(1)>",
  '<iframe src="https://evil.test"></iframe>',
  '<p style="position:fixed">x</p>',
  '<form action="https://evil.test"><input></form>',
  "<svg><animate onbegin=alert(1) /></svg>",
  "&lt;img src=x onerror=alert(1)&gt;",
  "`<img src=x>` and\n\n```html\n<script>alert(1)</script>\n```",
])("nothing that runs, loads or restyles becomes an element: %s", (markdown) => {
  const box = shown(markdown);
  expect(
    box.querySelector("script, img, iframe, form, input, svg:not(.lucide), [style]"),
  ).toBeNull();
  for (const link of box.querySelectorAll("a")) expect(link.href).toMatch(/^(https?|mailto):/);
});

/** A text of the copilot, and the words that must show, in this order. */
const KEPT: [name: string, markdown: string, words: string][] = [
  [
    "words in angle brackets",
    "Run `Set-Mailbox` with Set-Mailbox -Identity <user> and replace <tenant id> with yours. Then <Enter>.",
    "Run Set-Mailbox with Set-Mailbox -Identity <user> and replace <tenant id> with yours. Then <Enter>.",
  ],
  ["an open script", "Add <script> to it, do not reboot.", "Add <script> to it, do not reboot."],
  ["an open script on its own line", "<script>\nDo not\n\n- reboot", "<script> Do not reboot"],
  ["a comment", "Before <!-- do not reboot --> after", "Before <!-- do not reboot --> after"],
  ["an open comment", "<!-- do not\n\nreboot", "<!-- do not reboot"],
  ["an instruction", "<?xml version='1.0'?>", "<?xml version='1.0'?>"],
  ["CDATA", "<![CDATA[ reboot ]]>", "<![CDATA[ reboot ]]>"],
  ["a declaration", "<!DOCTYPE reboot>", "<!DOCTYPE reboot>"],
  [
    "known elements",
    "<b>no</b> <style>p{}</style> <title>t</title>",
    "<b>no</b> <style>p{}</style> <title>t</title>",
  ],
  ["a block element", "<div>\n**not** now\n</div>", "<div> not now </div>"],
  ["references to characters", "&lt;user&gt; &amp; R&D &copy;", "<user> & R&D ©"],
  ["references in code", "`&lt;user&gt;`", "&lt;user&gt;"],
  ["an image's words", "![Event 8194](https://x.test/a.png)", "Event 8194 (x.test)"],
  ["an image without words", "![](https://x.test/a.png)", "Image (x.test)"],
  ["an image's title", '![log](https://x.test/a.png "Event 8194")', "log (x.test) “Event 8194”"],
  ["an image without an address", "![Event 8194]()", "Event 8194"],
  ["an image by reference", "![log][1]\n\n[1]: https://x.test/a.png", "log (x.test)"],
  ["a link's title", '[log](https://x.test "Event 8194")', "log (x.test) “Event 8194”"],
  ["a link without words", "[](https://x.test/a)", "https://x.test/a"],
  [
    "the target of an unsafe link",
    "[share](file://fs01/x) [up](../a.txt)",
    "share (file://fs01/x) up (../a.txt)",
  ],
  ["a short file name", "C:\\PROGRA~1\\MICROS~2 and ~x~", "C:\\PROGRA~1\\MICROS~2 and ~x~"],
  ["cells that the header does not have", "|a|b|\n|-|-|\n|1|`x | y`|z|", "a b 1 `x y` z"],
  [
    "a definition that nothing refers to",
    "Sources:\n\n[1]: https://x.test/a",
    "Sources: [1]: https://x.test/a",
  ],
  [
    "the second definition of a label",
    "[a][1]\n\n[1]: https://x.test\n[1]: https://y.test",
    "a (x.test) 1 (x.test): https://y.test",
  ],
  ["a reference without a definition", "see [the guide][1]", "see [the guide][1]"],
  ["a line break in a table", "|a|\n|-|\n|1<br>2|", "a 1 2"],
  ["what stands behind a fence", "```powershell clear.ps1\nGet-Date\n```", "Get-Date"],
  ["tasks", "- [x] Restarted\n- [ ] Cleared", "Done: Restarted Not done: Cleared"],
];

test.each(KEPT)("%s stay on the screen", (_name, markdown, expected) => {
  expect(words(shown(markdown))).toBe(expected);
});

test("list numbers are shown as written", () => {
  const items = [...shown("2. b\n3. c\n7. g").querySelectorAll("li")];
  expect(items.map((item) => item.value)).toEqual([2, 3, 7]);
});

test("the language and the file name show above code", () => {
  const box = shown("```powershell clear.ps1\nGet-Date\n```");
  expect(box.querySelector("header")).toHaveTextContent("PowerShell · clear.ps1");
});

test("a definition may follow a list", () => {
  const link = shown(
    "See [the guide][1].\n\n- one\n- two\n\n[1]: https://example.com/x",
  ).querySelector("a");
  expect(link).toHaveTextContent("the guide (example.com)");
  expect(link).toHaveAttribute("href", "https://example.com/x");
});

test("a row of thousands of cells does not extend the others; the table is shown as written", () => {
  const box = shown(`|a|\n|-|\n${"|".repeat(4_000)}\n${"|b|\n".repeat(800)}`);
  expect(box.querySelector("td")).toBeNull();
  expect(box.textContent).toContain("|".repeat(4_000));
});

describe("a link", () => {
  test("shows its host and sends no referrer", () => {
    const link = shown("[Sign in here](https://evil.test/login)").querySelector("a");
    expect(link).toHaveTextContent("Sign in here (evil.test)");
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveAttribute("target", "_blank");
  });

  test.each([
    ["[https://microsoft.com](https://evil.test)", "https://microsoft.com (evil.test)"],
    ["<https://microsoft.com@evil.test/>", "https://microsoft.com@evil.test/ (evil.test)"],
    ["[microsoft.com.evil.test](https://microsoft.com)", "microsoft.com.evil.test (microsoft.com)"],
    ["[https://аpple.com](https://аpple.com)", "https://аpple.com (xn--pple-43d.com)"],
    ["[acme.co\u200bm](https://acme.co)", "acme.co\u200bm (acme.co)"],
    ["[acme.co\u202em](https://acme.co)", "acme.co\u202em (acme.co)"],
    ["[acme.coм](https://acme.co)", "acme.coм (acme.co)"],
    ["https://learn.microsoft.com/x", "https://learn.microsoft.com/x"],
    ["<sam@acme.test>", "sam@acme.test"],
  ])("names its host where its words do not: %s", (markdown, expected) => {
    expect(shown(markdown).querySelector("a")).toHaveTextContent(expected);
  });
});

test("the host of a link is not reversed by characters in its text", () => {
  const link = shown("[acme.test\u202e](https://moc.test)").querySelector("a");
  expect(link?.querySelector("bdi")).toHaveTextContent("(moc.test)");
});

describe("code", () => {
  test("can be focused if it scrolls, also in a list", () => {
    expect(shown("- item\n\n  ```\n  code\n  ```").querySelector("pre")).toHaveAttribute(
      "tabindex",
      "0",
    );
  });

  const NESTED = "```markdown\n# Title\n```powershell\nGet-Date\n```\nEnd\n```\nAfter";

  test("a block of Markdown ends at its own fence, not at the first inner one", () => {
    const box = shown(NESTED);
    expect(box.querySelectorAll("pre")).toHaveLength(1);
    expect(box.querySelector("pre")?.textContent).toBe(
      "# Title\n```powershell\nGet-Date\n```\nEnd",
    );
    expect(box.querySelector("p")).toHaveTextContent("After");
  });

  test("any other block ends at the first fence", () => {
    const box = shown("```powershell\nGet-Date\n```\nThen\n```bash\nls\n```");
    expect([...box.querySelectorAll("pre")].map((code) => code.textContent)).toEqual([
      "Get-Date",
      "ls",
    ]);
  });
});

test("headings are below the author's level, and none is skipped", () => {
  const levels = (markdown: string) =>
    [...shown(markdown).querySelectorAll("h1,h2,h3,h4,h5,h6")].map(({ tagName }) => tagName);
  expect(levels("# Cause\n\n## Fix")).toEqual(["H3", "H4"]);
  expect(levels("### Cause\n\n# Fix")).toEqual(["H3", "H3"]);
});

const LONG = [
  "See [the guide][1] and **bold** text.",
  "- [x] one\n- [ ] two\n\n  more",
  "```powershell\nGet-Date\n```",
  "| a | b |\n|---|---|\n| 1 | 2 | 3 |",
  "> quoted\n> more",
  "Title\n---",
  '[1]: https://example.com/x\n"Its title"',
  "[2]: https://unused.test",
  "    indented\n\n1. a\n2. b\n   - c",
  "```markdown\n```bash\nls\n```\n```\nend <user>",
].join("\n\n");

test("a text that grew in any steps renders like the complete text", () => {
  const whole = new MarkdownReader().read(LONG);
  for (const step of [1, 2, 7, 31]) {
    const reader = new MarkdownReader();
    for (let end = step; end < LONG.length; end += step) {
      const cut = LONG.slice(0, end);
      expect(reader.read(cut)).toEqual(new MarkdownReader().read(cut));
    }
    expect(reader.read(LONG)).toEqual(whole);
  }
});

describe("while a text grows", () => {
  const RAW = /\*\*|__|~~|`|\[the guide\]|\]\(|^#|!\[|\|--|\[ \]|\[x\]/m;

  test("no raw mark is ever shown", () => {
    const text = LONG.replace(
      /```markdown[\s\S]*/,
      "## Next **step** `ls` ~~no~~ ![log](https://x.test/a)",
    );
    const view = render(<Formatted text="" isGrowing />);
    for (let end = 1; end <= text.length; end += 1) {
      view.rerender(<Formatted text={text.slice(0, end)} isGrowing />);
      expect(words(view.container), JSON.stringify(text.slice(0, end))).not.toMatch(RAW);
    }
  });

  test("complete blocks keep their elements, and the last one keeps a selection", () => {
    const view = render(<Formatted text={"First.\n\nSecond is"} isGrowing />);
    const [first, second] = view.container.querySelectorAll("p");
    const word = second?.querySelector("span")?.firstChild as Text;
    getSelection()?.setBaseAndExtent(word, 0, word, 6);
    view.rerender(<Formatted text={"First.\n\nSecond is growing\n\nThird"} isGrowing />);
    view.rerender(<Formatted text={"First.\n\nSecond is growing\n\nThird."} />);
    expect([...view.container.querySelectorAll("p")].slice(0, 2)).toEqual([first, second]);
    expect(second).toHaveTextContent("Second is growing");
    expect(String(getSelection())).toBe("Second");
  });
});
