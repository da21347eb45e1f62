import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { address, openApp } from "../app";
import { makeFix, makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

let fakeApi: FakeApi;
let sessionId: string;

beforeEach(() => {
  fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const step = makeStep({ author: personOf(fakeApi.user) });
  fakeApi.add(aiSession, [step], [makeFix({ session_id: aiSession.id })]);
  sessionId = aiSession.id;
});

const message = () => screen.findByRole("textbox", { name: "Message" });

test("the composer has the focus when a chat opens, also from the session list", async () => {
  const other = fakeApi.add(makeSession(fakeApi.user, { title: "Printer offline" }));
  const { user } = openApp(`/pilot/${sessionId}`);
  await waitFor(async () => expect(await message()).toHaveFocus());
  await user.click(await screen.findByRole("link", { name: /Printer offline/ }));
  await waitFor(() => expect(address()).toBe(`/pilot/${other.id}`));
  await waitFor(async () => expect(await message()).toHaveFocus());
});

test.each([
  ["the page", () => (document.activeElement as HTMLElement).blur()],
  ["the heading", () => screen.getByRole("heading", { level: 1 }).focus()],
  ["a row", () => screen.getAllByRole("link", { name: /Outlook keeps/ })[0]?.focus()],
  ["a button", () => screen.getByRole("button", { name: "Conclude" }).focus()],
])(
  "what is typed while %s has the focus is a message, and triggers nothing",
  async (_what, focus) => {
    const { user } = openApp(`/pilot/${sessionId}`);
    const composer = await message();
    await waitFor(() => expect(composer).toHaveFocus());
    focus();
    await user.keyboard("restarted it twice, e.g. now? n{Enter}");
    await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
    expect(fakeApi.writesTo("/messages")[0]?.body).toEqual({
      content: "restarted it twice, e.g. now? n",
    });
    expect(fakeApi.writes).toHaveLength(1);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(address()).toBe(`/pilot/${sessionId}`);
  },
);

test("letters typed while the chat loads are not lost", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  await screen.findByRole("link", { name: "Copilot" });
  await user.keyboard("now{Backspace}nr");
  const composer = await message();
  await waitFor(() => expect(composer).toHaveValue("nonr"));
});

test("a key with a modifier is not text, but an AltGr character is", async () => {
  openApp(`/pilot/${sessionId}`);
  const composer = await message();
  await waitFor(() => expect(composer).toHaveFocus());
  composer.blur();
  fireEvent.keyDown(document.body, { key: "c", ctrlKey: true });
  fireEvent.keyDown(document.body, { key: "a", metaKey: true });
  fireEvent.keyDown(document.body, { key: "d", altKey: true });
  expect(composer).not.toHaveFocus();
  const altGraph = new KeyboardEvent("keydown", {
    key: "@",
    ctrlKey: true,
    altKey: true,
    modifierAltGraph: true,
    bubbles: true,
  });
  fireEvent(document.body, altGraph);
  expect(composer).toHaveFocus();
});

test("a dead key and an input method's first key reach the composer, not prevented", async () => {
  openApp(`/pilot/${sessionId}`);
  const composer = await message();
  for (const key of ["Dead", "Process"]) {
    composer.blur();
    expect(fireEvent.keyDown(document.body, { key })).toBe(true);
    expect(composer).toHaveFocus();
  }
});

// Safari ends the composition before it reports the Enter.
test.each([
  ["composing", { isComposing: true }],
  ["that ended a composition", { isComposing: false, keyCode: 229 }],
  ["held down", { repeat: true }],
])("an Enter %s sends nothing", async (_what, event) => {
  const { user } = openApp(`/pilot/${sessionId}`);
  const composer = await message();
  await user.type(composer, "日本");
  fireEvent.compositionEnd(composer);
  fireEvent.keyDown(composer, { key: "Enter", ...event });
  expect(composer).toHaveValue("日本");
  expect(fakeApi.writesTo("/messages")).toHaveLength(0);
});

test("the first line's indent is kept; blank lines at the ends are removed", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  await user.click(await message());
  await user.paste("\n  \n    at Foo.bar()\n      at Baz()\n\n ");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
  expect(fakeApi.writesTo("/messages")[0]?.body).toEqual({
    content: "    at Foo.bar()\n      at Baz()",
  });
});

test("the composer follows the direction of its text, and says what Enter does", async () => {
  openApp(`/pilot/${sessionId}`);
  const composer = await message();
  expect(composer).toHaveAttribute("dir", "auto");
  expect(composer).toHaveAttribute("enterkeyhint", "send");
});

test("on a touch device Return adds a line, and the button sends", async () => {
  const { matchMedia } = window;
  window.matchMedia = (query) => ({ ...matchMedia(query), matches: query.includes("hover: none") });
  const { user } = openApp(`/pilot/${sessionId}`);
  const composer = await message();
  expect(composer).not.toHaveFocus();
  expect(composer).toHaveAttribute("enterkeyhint", "enter");
  await user.type(composer, "line one{Enter}line two");
  expect(composer).toHaveValue("line one\nline two");
  await user.click(screen.getByRole("button", { name: "Send" }));
  window.matchMedia = matchMedia;
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
});

test("/ in an empty composer lists the commands; arrows and Enter run one", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  const composer = await message();
  await user.type(composer, "/");
  const list = within(screen.getByRole("listbox", { name: "Commands" }));
  const commands = list.getAllByRole("option").map((option) => option.lastChild?.textContent);
  for (const command of ["/escalate", "/conclude", "/note", "/park", "/details", "/script"]) {
    expect(commands).toContain(command);
  }
  await user.keyboard("{ArrowDown}{Enter}");
  expect(await screen.findByRole("dialog", { name: "Conclude" })).toBeVisible();
  expect(composer).toHaveValue("");
});

test("typing narrows the commands, a click runs one, Esc closes the list and keeps the text", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  const composer = await message();
  await user.type(composer, "/no");
  await user.click(screen.getByRole("option", { name: /Add a note/ }));
  const note = within(await screen.findByRole("dialog", { name: "Add a note" }));
  await user.type(note.getByRole("textbox", { name: "Note" }), "Called Jane{Enter}");
  await waitFor(() =>
    expect(fakeApi.writesTo("/notes")[0]?.body).toEqual({ content: "Called Jane" }),
  );
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());

  await user.type(composer, "/es");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
  expect(composer).toHaveValue("/es");
});

test("a message that begins with a path is a message", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  await user.type(await message(), "/etc/hosts has two entries{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
  expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
});

test("text after a command stays in the composer", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  const composer = await message();
  await user.type(composer, "/escalate still loops{Enter}");
  const dialog = within(await screen.findByRole("dialog", { name: "Escalate" }));
  expect(dialog.getByRole("textbox", { name: "Why?" })).toHaveValue("");
  expect(composer).toHaveValue("still loops");
  expect(fakeApi.writes).toHaveLength(0);
});

test("the details have a labelled switch, and no key hides them", async () => {
  const { user } = openApp(`/pilot/${sessionId}`);
  const details = await screen.findByRole("button", { name: "Details", expanded: true });
  await waitFor(async () => expect(await message()).toHaveFocus());
  details.focus();
  await user.keyboard(".");
  expect(screen.getByRole("complementary", { name: "Details" })).toBeVisible();
  await user.click(details);
  expect(screen.queryByRole("complementary", { name: "Details" })).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Details", expanded: false }));
  expect(screen.getByRole("complementary", { name: "Details" })).toBeVisible();
});
