import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { AiSession, Documentation } from "~/api/types";
import { page } from "~/lib/page";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeDocumentation } from "../fakeWriteUps";

const SECTIONS = makeDocumentation({
  sections: { problem: "Nightly backup failed.", cause: "Shadow storage was full." } as never,
}).sections;

let fakeApi: FakeApi;
let aiSession: AiSession;

beforeEach(() => {
  fakeApi = new FakeApi();
  aiSession = makeSession(fakeApi.user, { client_name: "Contoso" });
});

function write(part: Partial<Documentation> = {}): void {
  fakeApi.writeUps.documentation[aiSession.id] = makeDocumentation({
    status: "ready",
    content: "# Backup\n\n## Cause\n\nShadow storage was **full**.",
    sections: SECTIONS,
    state_version: 1,
    provider_label: "Demo AI",
    ...part,
  });
}

const announce = () =>
  FakeEventSource.current.emit("documentation_ready", {
    id: id(),
    session_id: aiSession.id,
    status: "ready",
  });

async function openDocumentation() {
  if (!fakeApi.sessions.includes(aiSession)) fakeApi.add(aiSession);
  const app = openApp(`/pilot/${aiSession.id}`);
  await app.user.type(await screen.findByRole("textbox", { name: "Message" }), "/docs{Enter}");
  const dialog = within(await screen.findByRole("dialog", { name: "Documentation" }));
  return { ...app, dialog, field: (name: string) => dialog.getByRole("textbox", { name }) };
}

const edits = () => fakeApi.writesTo("/documentation").map((write) => write.body);

test("it is read as formatted text, and says who wrote it and who reads it", async () => {
  write();
  const { dialog } = await openDocumentation();
  expect(await dialog.findByText("full")).toBeVisible();
  expect(dialog.getByText("Drafted by Demo AI. Nobody has edited it.")).toBeVisible();
  expect(dialog.getByText("Only your team sees this.")).toBeVisible();
});

test("nothing is written by itself; the button asks for it, and the event shows it", async () => {
  const { user, dialog } = await openDocumentation();
  expect(await dialog.findByText(/Nothing is written yet/)).toBeVisible();
  expect(edits()).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Write it" }));
  expect(await dialog.findByText("Reading the session")).toBeVisible();
  write();
  announce();
  expect(await dialog.findByText("full")).toBeVisible();
});

test("only the changed sections are saved", async () => {
  write();
  const { user, dialog, field } = await openDocumentation();
  await user.click(await dialog.findByRole("button", { name: "Edit" }));
  await user.type(field("Cause"), " Since Friday.");
  expect(dialog.getByText("Unsaved changes")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(dialog.queryByText("Unsaved changes")).not.toBeInTheDocument());
  expect(edits()).toEqual([{ sections: { cause: "Shadow storage was full. Since Friday." } }]);
});

test("Enter adds a line, Ctrl+Enter saves", async () => {
  write();
  const { user, dialog, field } = await openDocumentation();
  await user.click(await dialog.findByRole("button", { name: "Edit" }));
  await user.type(field("Cause"), "{Enter}Since Friday.");
  expect(edits()).toHaveLength(0);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() =>
    expect(edits()).toEqual([{ sections: { cause: "Shadow storage was full.\nSince Friday." } }]),
  );
});

test("Enter in the time's field saves the time alone", async () => {
  write();
  const { user, dialog } = await openDocumentation();
  await user.click(await dialog.findByRole("button", { name: "Edit" }));
  const time = dialog.getByLabelText("Time spent");
  await user.clear(time);
  await user.type(time, "40{Enter}");
  await waitFor(() => expect(edits()).toEqual([{ time_spent_minutes: 40 }]));
});

test("unsaved changes survive a reload", async () => {
  write();
  const first = await openDocumentation();
  await first.user.click(await first.dialog.findByRole("button", { name: "Edit" }));
  await first.user.type(first.field("Cause"), " Since Friday.");
  cleanup();
  const { dialog, field } = await openDocumentation();
  expect(await dialog.findByText("Unsaved changes")).toBeVisible();
  expect(field("Cause")).toHaveValue("Shadow storage was full. Since Friday.");
});

test("a draft that arrives while a section is edited is offered beside it", async () => {
  write();
  const { user, dialog, field } = await openDocumentation();
  await user.click(await dialog.findByRole("button", { name: "Edit" }));
  await user.type(field("Cause"), " Since Friday.");
  write({ sections: { ...SECTIONS, cause: "Changed by Priya." } });
  announce();
  expect(await dialog.findByText("Changed by Priya.")).toBeVisible();
  expect(field("Cause")).toHaveValue("Shadow storage was full. Since Friday.");
});

test("a refused save keeps the text and says why", async () => {
  write();
  const { user, dialog, field } = await openDocumentation();
  await user.click(await dialog.findByRole("button", { name: "Edit" }));
  await user.type(field("Cause"), " Since Friday.");
  fakeApi.refuse("/documentation", { status: 403, code: "owner_required", message: "Not yours." });
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await dialog.findByText(/Your text is kept\. Not yours\./)).toBeVisible();
  expect(field("Cause")).toHaveValue("Shadow storage was full. Since Friday.");
});

test("a new draft stands beside the edited text until somebody takes it", async () => {
  const draft_sections = { ...SECTIONS, cause: "Another cause." };
  write({ draft: "A **newer** text.", draft_sections, edited_at: new Date().toISOString() });
  const { user, dialog } = await openDocumentation();
  expect(await dialog.findByText("full")).toBeVisible();
  expect(dialog.queryByText("newer")).not.toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Read it" }));
  expect(await dialog.findByText("newer")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "New draft: use it" }));
  await waitFor(() => expect(edits()).toEqual([{ accept_draft: true }]));
  await waitFor(() => expect(dialog.queryByText(/A new draft is here/)).not.toBeInTheDocument());
});

test("a text that the session has left behind is marked, and drafted again on demand", async () => {
  write({ stale: true });
  const { user, dialog } = await openDocumentation();
  expect(await dialog.findByText(/Out of date/)).toBeVisible();
  expect(edits()).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Draft again" }));
  await waitFor(() => expect(edits()).toHaveLength(1));
});

test("without the copilot it says what is missing", async () => {
  write({ error: "overloaded", provider_label: null });
  const { dialog } = await openDocumentation();
  expect(await dialog.findByText(/The model is overloaded\. Made from the record/)).toBeVisible();
  expect(dialog.getByText("full")).toBeVisible();
});

test("it is downloaded, copied and printed as saved", async () => {
  const download = vi.spyOn(page, "download").mockImplementation(() => undefined);
  const print = vi.spyOn(page, "print").mockImplementation(() => undefined);
  write();
  const { user, dialog } = await openDocumentation();
  await user.click(await dialog.findByRole("button", { name: "Download" }));
  await user.click(await screen.findByRole("menuitem", { name: "HTML" }));
  expect(download).toHaveBeenCalledWith(
    `/api/v1/ai-sessions/${aiSession.id}/documentation?format=html`,
  );
  await user.click(dialog.getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toContain("# Backup");
  await user.click(dialog.getByRole("button", { name: "Print" }));
  expect(print).toHaveBeenCalled();
});

test("a user who may only read cannot edit it or ask for it", async () => {
  const sam = makeUser({ name: "Sam" });
  aiSession = makeSession(sam, { status: "resolved", verified_by: "client", can_write: false });
  write({ can_edit: false, stale: true });
  fakeApi.add(aiSession);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText(/The user confirmed it/)).toBeVisible();
  write({ can_edit: false, stale: true });
  await user.click(screen.getByRole("button", { name: "Documentation" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Documentation" }));
  expect(await dialog.findByText("full")).toBeVisible();
  for (const name of ["Edit", "Draft again"]) {
    expect(dialog.queryByRole("button", { name })).not.toBeInTheDocument();
  }
});
