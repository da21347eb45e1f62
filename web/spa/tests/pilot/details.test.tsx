import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { AiSession, Fact } from "~/api/types";
import { openApp } from "../app";
import { makeFact, makeFix, makeHandoff, makeSession, makeUser, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

let fakeApi: FakeApi;

beforeEach(() => {
  fakeApi = new FakeApi();
});

async function open(facts: Fact[], part: Partial<AiSession> = {}, script: string | null = null) {
  const aiSession = makeSession(fakeApi.user, part);
  const fix = makeFix({ session_id: aiSession.id, ai_drafted_script: script });
  fakeApi.add(aiSession, [], [fix]);
  fakeApi.facts[aiSession.id] = facts;
  const app = openApp(`/pilot/${aiSession.id}`);
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await details.findByRole("heading", { name: "What we know" });
  return { ...app, aiSession, details };
}

const edited = (name: string) => screen.findAllByRole("textbox", { name });

test("a fact is edited in place: Enter saves, and Undo restores the old value", async () => {
  const fact = makeFact();
  const { user, details } = await open([fact]);
  await user.click(await details.findByRole("button", { name: "Edit device" }));
  const [input] = await edited("Device");
  expect(input).toHaveFocus();
  await user.keyboard("LAPTOP-9{Enter}");
  await waitFor(() => expect(fakeApi.writesTo(fact.id)[0]?.body).toEqual({ value: "LAPTOP-9" }));
  expect(await details.findByText("LAPTOP-9")).toBeVisible();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(fakeApi.writesTo(fact.id)[1]?.body).toEqual({ value: "DESKTOP-7Q2" }));
});

test("Esc restores the value and closes nothing else", async () => {
  const { user, details } = await open([makeFact()]);
  await user.click(await details.findByRole("button", { name: "Edit device" }));
  await user.keyboard("wrong{Escape}");
  expect(await details.findByText("DESKTOP-7Q2")).toBeVisible();
  expect(fakeApi.writes).toHaveLength(0);
});

test("Enter that ends a composition does not save", async () => {
  const { user, details } = await open([makeFact()]);
  await user.click(await details.findByRole("button", { name: "Edit device" }));
  const [input] = await edited("Device");
  input?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true }));
  expect(input).toBeInTheDocument();
  expect(fakeApi.writes).toHaveLength(0);
});

test("a refused edit keeps what was typed and shows the reason", async () => {
  const fact = makeFact();
  const { user, details } = await open([fact]);
  fakeApi.refuse(fact.id, { status: 409, code: "fact_known", message: "This is known already." });
  await user.click(await details.findByRole("button", { name: "Edit device" }));
  await user.keyboard("LAPTOP-9{Enter}");
  expect(await details.findByText("Not saved. This is known already.")).toBeVisible();
  expect((await edited("Device"))[0]).toHaveValue("LAPTOP-9");
});

test("a double click removes one fact, but not the one that moves up", async () => {
  const facts = [makeFact({ value: "A" }), makeFact({ kind: "user", value: "B" })];
  const { user, fastUser, details } = await open(facts);
  await user.click(await details.findByRole("button", { name: "Remove device" }));
  await fastUser.click(details.getByRole("button", { name: "Remove user" }));
  await waitFor(() => expect(fakeApi.deletes).toHaveLength(1));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(fakeApi.writesTo("/restore")).toHaveLength(1));
  expect(await details.findByText("A")).toBeVisible();
});

test("contradicting facts are marked for a decision", async () => {
  const [old, fresh] = [makeFact({ value: "Mon" }), makeFact({ value: "Tue" })];
  old.conflicts_with = [fresh.id];
  fresh.conflicts_with = [old.id];
  const { user, details } = await open([old, fresh]);
  expect(await details.findByText(/Contradicts “Mon”/)).toBeVisible();
  const keep = details.getAllByRole("button", { name: "Keep this one" })[1];
  await user.click(keep as HTMLElement);
  await waitFor(() => expect(fakeApi.deletesOf(old.id)).toHaveLength(1));
});

test("a fact is added", async () => {
  const { user, details, aiSession } = await open([]);
  await user.click(details.getByRole("button", { name: "Add a fact" }));
  await user.selectOptions(details.getByRole("combobox", { name: "Kind of fact" }), "user");
  await user.type(details.getByRole("textbox", { name: "New fact: user" }), "Jane Roe{Enter}");
  await waitFor(() => expect(fakeApi.facts[aiSession.id]).toHaveLength(1));
  expect(await details.findByText("Jane Roe")).toBeVisible();
});

test("title, client and ticket are set in the header; a ticket's # is not stored", async () => {
  const { user, aiSession } = await open([]);
  const header = within(screen.getByRole("main"));
  await user.click(header.getByRole("button", { name: "Edit title" }));
  await user.keyboard("Outlook asks again{Enter}");
  await user.click(await header.findByRole("button", { name: "Add client" }));
  await user.keyboard("Contoso{Enter}");
  await user.click(await header.findByRole("button", { name: "Link a ticket" }));
  await user.keyboard("#48210{Enter}");
  await waitFor(() => expect(fakeApi.session(aiSession.id).psa_ticket_id).toBe("48210"));
  expect(fakeApi.session(aiSession.id)).toMatchObject({
    title: "Outlook asks again",
    client_name: "Contoso",
  });
  expect(await header.findByText("#48210")).toBeVisible();
});

test("a ticket from the first message is offered, and linked only by a click", async () => {
  const offers = { psa_ticket_id: "52010", client_name: null };
  const { user, aiSession } = await open([], { offers });
  const header = within(screen.getByRole("main"));
  await user.click(header.getByRole("button", { name: "Link #52010?" }));
  await waitFor(() => expect(fakeApi.session(aiSession.id).psa_ticket_id).toBe("52010"));
});

test("an offer can be declined", async () => {
  const offers = { psa_ticket_id: "52010", client_name: null };
  const { user, aiSession } = await open([], { offers });
  const header = within(screen.getByRole("main"));
  await user.click(header.getByRole("button", { name: "Not this ticket" }));
  await waitFor(() => expect(header.queryByText("Link #52010?")).not.toBeInTheDocument());
  await waitFor(() =>
    expect(fakeApi.writesTo(aiSession.id)[0]?.body).toEqual({ psa_ticket_id: null }),
  );
});

test("a second Enter does not add a second fact", async () => {
  const { user, fastUser, details, aiSession } = await open([]);
  await user.click(details.getByRole("button", { name: "Add a fact" }));
  await user.keyboard("LAPTOP-9");
  await fastUser.keyboard("{Enter}{Enter}");
  expect(await details.findByText("LAPTOP-9")).toBeVisible();
  expect(fakeApi.facts[aiSession.id]).toHaveLength(1);
});

test("Esc closes the new-fact form and keeps what was typed", async () => {
  const { user, details } = await open([]);
  await user.click(details.getByRole("button", { name: "Add a fact" }));
  await user.keyboard("LAPTOP-9{Escape}");
  expect(details.queryByRole("textbox")).not.toBeInTheDocument();
  await user.click(details.getByRole("button", { name: "Add a fact" }));
  expect(details.getByRole("textbox")).toHaveValue("LAPTOP-9");
});

test("if a removal is refused, only that fact returns, with the reason", async () => {
  const fact = makeFact({ value: "A" });
  const { user, details } = await open([fact, makeFact({ kind: "user", value: "B" })]);
  fakeApi.refuse(fact.id, {
    status: 403,
    code: "forbidden",
    message: "Only its owner may do this.",
  });
  await user.click(await details.findByRole("button", { name: "Remove device" }));
  expect(await details.findByText("Not removed. Only its owner may do this.")).toBeVisible();
  expect(details.getByText("A")).toBeVisible();
  expect(details.getByText("B")).toBeVisible();
});

test("an edit ends with its chat, and later typing renames no other session", async () => {
  const other = fakeApi.add(makeSession(fakeApi.user, { title: "Printer offline" }));
  const { user } = await open([]);
  await user.click(screen.getByRole("button", { name: "Edit title" }));
  await user.click(screen.getByRole("link", { name: /Printer offline/ }));
  await screen.findByRole("heading", { level: 1, name: "Printer offline" });
  expect(screen.queryByRole("textbox", { name: "Title" })).not.toBeInTheDocument();
  await user.keyboard("restarted it{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
  expect(fakeApi.writesTo(other.id)).toHaveLength(0);
});

test("Undo restores a client that was emptied", async () => {
  const { user, aiSession } = await open([], { client_name: "Contoso" });
  const header = within(screen.getByRole("main"));
  await user.click(header.getByRole("button", { name: "Edit client" }));
  await user.keyboard("{Backspace}{Enter}");
  await waitFor(() => expect(fakeApi.session(aiSession.id).client_name).toBeNull());
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(fakeApi.session(aiSession.id).client_name).toBe("Contoso"));
});

test("a failed offer shows the reason", async () => {
  const offers = { psa_ticket_id: "52010", client_name: null };
  const { user, aiSession } = await open([], { offers });
  fakeApi.refuse(aiSession.id, { status: 409, code: "taken", message: "Somebody was first." });
  const header = within(screen.getByRole("main"));
  await user.click(header.getByRole("button", { name: "Link #52010?" }));
  expect(await screen.findByText("Not saved. Somebody was first.")).toBeVisible();
});

test("after saving an edit the focus is on its pencil", async () => {
  const { user, fastUser, details } = await open([makeFact()]);
  await user.click(await details.findByRole("button", { name: "Edit device" }));
  await user.keyboard("LAPTOP-9{Enter}");
  const pencil = await details.findByRole("button", { name: "Edit device" });
  await waitFor(() => expect(pencil).toHaveFocus());
  await fastUser.keyboard("{Enter}");
  expect(details.queryByRole("textbox")).not.toBeInTheDocument();
});

test("the script tab names the language and copies the script", async () => {
  const { user, details } = await open([], {}, "Get-Process OUTLOOK");
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.click(screen.getByRole("button", { name: "Script" }));
  expect(await details.findByText("Draft by Copilot. Read before you run it.")).toBeVisible();
  await user.click(details.getByRole("button", { name: "Copy" }));
  expect(write).toHaveBeenCalledWith("Get-Process OUTLOOK");
});

test("after a claim the header names the handler in place of Escalate", async () => {
  const priya = personOf(makeUser({ name: "Priya Nair" }));
  const aiSession = makeSession(fakeApi.user, { handler: priya });
  fakeApi.add(aiSession);
  const claim = { claimed_by: priya, claimed_at: NOW };
  fakeApi.handoffs[aiSession.id] = [makeHandoff(aiSession, personOf(fakeApi.user), claim)];
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText(/^With Priya since /)).toBeVisible();
  expect(screen.getByText(/^Taken by Priya Nair/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Escalate" })).not.toBeInTheDocument();
});
