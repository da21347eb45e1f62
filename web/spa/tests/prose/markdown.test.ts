import { expect, test } from "vitest";
import { blocksOf, safeHtml } from "~/prose/markdown";

function rendered(markdown: string): HTMLElement {
  const box = document.createElement("div");
  box.innerHTML = safeHtml(markdown);
  return box;
}

test.each([
  "<script>alert(1)</script>",
  '<img src="x" onerror="alert(1)">',
  "![pixel](https://tracker.test/p.png)",
  '<a href="javascript:alert(1)">x</a>',
  '<iframe src="https://evil.test"></iframe>',
  '<p style="position:fixed">x</p>',
  '<form action="https://evil.test"><input></form>',
  "<svg><animate onbegin=alert(1) /></svg>",
])("nothing that runs, loads or restyles passes: %s", (markdown) => {
  const html = safeHtml(markdown);
  expect(html).not.toMatch(
    /<script|<img|<iframe|<form|<input|<svg|style=|onerror|onbegin|javascript:/i,
  );
});

test("a link shows the host it leads to and gives nothing away", () => {
  const link = rendered("[Sign in here](https://evil.test/login)").querySelector("a");
  expect(link).toHaveTextContent("Sign in here (evil.test)");
  expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  expect(link).toHaveAttribute("target", "_blank");
});

test("a link that lies about its host shows the true one", () => {
  const link = rendered("[https://microsoft.com](https://evil.test)").querySelector("a");
  expect(link).toHaveTextContent("https://microsoft.com (evil.test)");
});

test("a link to another scheme loses its target", () => {
  expect(rendered("[x](data:text/html,hi)").querySelector("a")).not.toHaveAttribute("href");
});

test("scrolling code can be focused", () => {
  expect(rendered("- item\n\n      code").querySelector("pre")).toHaveAttribute("tabindex", "0");
});

test("headings stand below those of the page", () => {
  expect(rendered("# Cause").querySelector("h3")).toHaveTextContent("Cause");
});

test("fenced code is a block of its own, and text around it keeps its blocks as it grows", () => {
  const blocks = blocksOf("First.\n\n```powershell\nGet-Date\n```\n\nLast");
  expect(blocks.map((block) => block.kind)).toEqual(["html", "code", "html"]);
  const grown = blocksOf("First.\n\n```powershell\nGet-Date\n```\n\nLast words");
  expect(grown.slice(0, 2)).toEqual(blocks.slice(0, 2));
});
