import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { AiSession, ClientUpdate } from "~/api/types";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeClientUpdate, makeDocumentation } from "../fakeWriteUps";

const TEXT = "Your backup runs again since Tuesday.";

let fakeApi: FakeApi;
let aiSession: AiSession;

beforeEach(() => {
  fakeApi = new FakeApi();
  aiSession = fakeApi.add(makeSession(fakeApi.user, { client_name: "Contoso" }));
  fakeApi.writeUps.documentation[aiSession.id] = makeDocumentation({ content: "# Backup" });
});

function write(part: Partial<ClientUpdate> = {}): void {
  fakeApi.writeUps.clientUpdates[aiSession.id] = makeClientUpdate({
    status: "ready",
    content: TEXT,
    state_version: 1,
    ...part,
  });
}

const announce = () =>
  FakeEventSource.current.emit("client_update_ready", {
    id: id(),
    session_id: aiSession.id,
    status: "ready",
  });

async function openUpdate(reader = "Contoso") {
  const app = openApp(`/pilot/${aiSession.id}`);
  await app.user.type(await screen.findByRole("textbox", { name: "Message" }), "/docs{Enter}");
  await app.user.click(await screen.findByRole("button", { name: `For ${reader}` }));
  const dialog = within(await screen.findByRole("dialog", { name: "Client update" }));
  const field = await dialog.findByRole("textbox", { name: "Text for the client" });
  return { ...app, dialog, field };
}

const posts = () => fakeApi.writesTo("/client-update/post").map((write) => write.body);

test("it names its reader in words, and opening it asks for nothing", async () => {
  const { dialog } = await openUpdate();
  expect(dialog.getByText("Contoso will see this")).toBeVisible();
  expect(fakeApi.writesTo("/client-update")).toHaveLength(0);
  expect(dialog.queryByRole("button", { name: /Post/ })).not.toBeInTheDocument();
});

test("it is drafted on demand, edited and saved", async () => {
  const { user, dialog, field } = await openUpdate();
  await user.click(dialog.getByRole("button", { name: "Write it" }));
  await waitFor(() => expect(fakeApi.writesTo("/client-update")).toHaveLength(1));
  write();
  announce();
  await waitFor(() => expect(field).toHaveValue(TEXT));
  await user.type(field, " Thank you.");
  expect(dialog.queryByRole("button", { name: /Post/ })).not.toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(fakeApi.writesTo("/client-update").at(-1)?.body).toEqual({
      content: `${TEXT} Thank you.`,
    }),
  );
});

test("posting needs the confirmation, names the client, and says that no PSA is connected", async () => {
  write();
  const { user, dialog } = await openUpdate();
  const post = await dialog.findByRole("button", { name: "Post to Contoso" });
  await user.click(post);
  expect(posts()).toHaveLength(0);
  await user.click(dialog.getByRole("checkbox", { name: "I have read it as Contoso would" }));
  await user.click(post);
  expect(await dialog.findByText(/Not posted: no PSA is connected/)).toBeVisible();
  expect(posts()).toEqual([{ reader: "Contoso" }]);
});

test("Enter posts nothing, and neither does Ctrl+Enter", async () => {
  write();
  const { user, dialog, field } = await openUpdate();
  await user.click(await dialog.findByRole("checkbox"));
  await user.type(field, "{Enter}{Control>}{Enter}{/Control}");
  await waitFor(() => expect(fakeApi.writesTo("/client-update")).toHaveLength(1));
  expect(posts()).toHaveLength(0);
});

test("another text has to be confirmed again", async () => {
  write();
  const { user, dialog, field } = await openUpdate();
  await user.click(await dialog.findByRole("checkbox"));
  write({ content: "Another text." });
  announce();
  await waitFor(() => expect(field).toHaveValue("Another text."));
  expect(dialog.getByRole("checkbox")).not.toBeChecked();
});

test("without a client nothing can be posted", async () => {
  Object.assign(aiSession, { client_name: null });
  write({ reader: null });
  const { dialog } = await openUpdate("the client");
  expect(dialog.getByText("This session has no client.")).toBeVisible();
  expect(dialog.queryByRole("button", { name: /Post/ })).not.toBeInTheDocument();
});

test("a refused post says why", async () => {
  write();
  fakeApi.refuse("/client-update/post", {
    status: 422,
    code: "validation_failed",
    message: "Name the client who will read this.",
  });
  const { user, dialog } = await openUpdate();
  await user.click(await dialog.findByRole("checkbox"));
  await user.click(dialog.getByRole("button", { name: "Post to Contoso" }));
  expect(await dialog.findByText(/Not posted\. Name the client/)).toBeVisible();
});
