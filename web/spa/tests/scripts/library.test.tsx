import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeApi } from "../fakeApi";
import { codeEditor, codeIn, typeCode } from "./code";

function library() {
  const fakeApi = new FakeApi();
  const queue = fakeApi.scripts.add();
  fakeApi.scripts.add({
    title: "Reset Winsock",
    read_only: true,
    created_by: null,
    updated_by: null,
    created_at: null,
    updated_at: null,
    version: 1,
    source: { kind: "guide", session_id: null, fix_id: null, guide_id: "winsock" },
  });
  return { fakeApi, queue };
}

test("the library is searched and filtered, and the address keeps both", async () => {
  const { fakeApi } = library();
  const { user } = openApp("/scripts");
  expect(await screen.findByText("38, of which 24 templates")).toBeVisible();
  const list = within(await screen.findByRole("list", { name: "Scripts" }));
  expect(list.getByRole("link", { name: /Clear print queue.*v3.*used 41 times/ })).toBeVisible();
  expect(list.getByRole("link", { name: /Reset Winsock.*built in/ })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Templates" }));
  await user.type(screen.getByRole("searchbox", { name: "Search scripts" }), "winsock");
  await waitFor(() => expect(list.queryByRole("link", { name: /Clear/ })).toBeNull());
  expect(address()).toBe("/scripts?template=true&q=winsock");
  expect(fakeApi.scripts.searches.at(-1)).toBe("q=winsock&template=true");
});

test("a script is edited, its problems are told, and Ctrl+S saves the next version", async () => {
  const { fakeApi, queue } = library();
  const { user } = openApp(`/scripts/${queue.id}`);
  await codeEditor("Code");
  expect(screen.getByRole("heading", { level: 1, name: "Scripts" })).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Save v/ })).toBeNull();
  typeCode("Code", "{ \nRemove-Item C:\\Temp\\{{PrinterName}}");
  expect(await screen.findByText("Line 1: A brace is missing.")).toBeVisible();
  expect(await screen.findByRole("button", { name: "Line 2 removes files" })).toBeVisible();
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(screen.queryByText("Unsaved changes")).toBeNull());
  const [write] = fakeApi.writesTo(`/scripts/${queue.id}`);
  expect(write?.body).toMatchObject({
    version: 3,
    body: "{ \nRemove-Item C:\\Temp\\{{PrinterName}}",
  });
});

test("what is typed is kept over a reload, and reverting can be undone", async () => {
  const { queue } = library();
  const first = openApp(`/scripts/${queue.id}`);
  await codeEditor("Code");
  typeCode("Code", "Get-Date {{PrinterName}}");
  first.unmount();
  const { user } = openApp(`/scripts/${queue.id}`);
  await codeEditor("Code");
  expect(codeIn("Code")).toBe("Get-Date {{PrinterName}}");
  await user.click(screen.getByRole("button", { name: "Revert" }));
  await waitFor(() => expect(codeIn("Code")).toBe(queue.body));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(codeIn("Code")).toBe("Get-Date {{PrinterName}}"));
});

test("somebody else saved first: both are shown, and mine goes on top of theirs", async () => {
  const { fakeApi, queue } = library();
  const { user } = openApp(`/scripts/${queue.id}`);
  await codeEditor("Code");
  fakeApi.scripts.savedByPriya(queue, { body: "Theirs {{PrinterName}}" });
  typeCode("Code", "Mine {{PrinterName}}");
  await user.click(screen.getByRole("button", { name: "Save v4" }));
  const dialog = within(
    await screen.findByRole("dialog", { name: "Priya Nair saved version 4 before you" }),
  );
  expect((await codeEditor("Version 4, Priya Nair")).state.doc.toString()).toBe(
    "Theirs {{PrinterName}}",
  );
  expect(codeIn("Yours")).toBe("Mine {{PrinterName}}");
  typeCode("Yours", "Both {{PrinterName}}");
  await user.click(dialog.getByRole("button", { name: "Save mine as v5" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(fakeApi.writesTo(`/scripts/${queue.id}`).at(-1)?.body).toMatchObject({
    version: 4,
    body: "Both {{PrinterName}}",
  });
  await waitFor(() => expect(codeIn("Code")).toBe("Both {{PrinterName}}"));
});

test("taking theirs puts mine aside, and Undo brings it back", async () => {
  const { fakeApi, queue } = library();
  const { user } = openApp(`/scripts/${queue.id}`);
  await codeEditor("Code");
  fakeApi.scripts.savedByPriya(queue, { body: "Theirs {{PrinterName}}" });
  typeCode("Code", "Mine {{PrinterName}}");
  await user.click(screen.getByRole("button", { name: "Save v4" }));
  await user.click(await screen.findByRole("button", { name: "Take theirs" }));
  await waitFor(() => expect(codeIn("Code")).toBe("Theirs {{PrinterName}}"));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(codeIn("Code")).toBe("Mine {{PrinterName}}"));
});

test("a credential is offered as a secret parameter, which takes its place in the code", async () => {
  const { queue, fakeApi } = library();
  const { user } = openApp(`/scripts/${queue.id}`);
  await codeEditor("Code");
  typeCode("Code", 'Get-Printer {{PrinterName}}\n$p = "hunter2"\n');
  await user.click(await screen.findByRole("button", { name: "Make it a secret parameter" }));
  expect(codeIn("Code")).toBe("Get-Printer {{PrinterName}}\n$p = {{Password}}\n");
  expect(screen.getByRole("rowheader", { name: "{{Password}}" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Save v4" }));
  await waitFor(() => expect(fakeApi.writesTo(`/scripts/${queue.id}`)).toHaveLength(1));
  expect(fakeApi.writesTo(`/scripts/${queue.id}`)[0]?.body).toMatchObject({
    parameters: [{ name: "PrinterName" }, { name: "Password", type: "secret", default: null }],
  });
});

test("publishing what destroys is refused to an engineer, in words", async () => {
  const { fakeApi } = library();
  const draft = fakeApi.scripts.add({ status: "draft", title: "Wipe profile" });
  const message = "Only an admin can publish a script that can destroy something.";
  const { user } = openApp(`/scripts/${draft.id}`);
  await codeEditor("Code");
  fakeApi.refuse(`/scripts/${draft.id}`, { status: 403, code: "role_required", message });
  await user.click(await screen.findByRole("button", { name: "Publish" }));
  expect(await screen.findByText(new RegExp(message))).toBeVisible();
});

test("a built-in script is read, filled in and copied", async () => {
  const { fakeApi } = library();
  const [, builtIn] = fakeApi.scripts.scripts;
  const { user } = openApp(`/scripts/${builtIn?.id}`);
  expect(await screen.findByRole("heading", { name: "Reset Winsock" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Fill in" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Fill in" }));
  await user.type(dialog.getByLabelText("Printer"), "PRN-02");
  await user.click(dialog.getByRole("button", { name: "Fill in" }));
  const finished = await dialog.findByRole("group", { name: "Finished script" });
  expect(finished.textContent).toContain("'PRN-02'");
  await user.click(dialog.getAllByRole("button", { name: "Close" })[0] as HTMLElement);
  await user.click(screen.getByRole("button", { name: "Copy to my scripts" }));
  await codeEditor("Code");
  expect(screen.getByRole("button", { name: "Publish" })).toBeInTheDocument();
});

test("a viewer reads scripts and changes none", async () => {
  const { fakeApi, queue } = library();
  fakeApi.user.role = "viewer";
  openApp(`/scripts/${queue.id}`);
  expect(await screen.findByRole("heading", { name: "Clear print queue" })).toBeVisible();
  expect(screen.getByText("Your role only reads.")).toBeVisible();
  for (const name of ["Import", "Fill in", "Publish"])
    expect(screen.queryByRole("button", { name })).toBeNull();
});

test("a new script gets its parameters from the code, and an import tells what stayed out", async () => {
  const { fakeApi } = library();
  const { user } = openApp("/scripts/new");
  await codeEditor("Code");
  await user.type(screen.getByRole("textbox", { name: "Title" }), "Say hello");
  typeCode("Code", "Write-Output {{Who}}");
  await user.click(await screen.findByRole("button", { name: "Add it" }));
  await user.click(screen.getByRole("button", { name: "Edit Who" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Parameter Who" }));
  await user.selectOptions(dialog.getByLabelText("Kind"), "User");
  await user.click(dialog.getByRole("button", { name: "Apply" }));
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await waitFor(() => expect(address()).not.toContain("/new"));
  const [made] = fakeApi.writesTo("/api/v1/scripts");
  expect(made?.body).toMatchObject({
    title: "Say hello",
    parameters: [{ name: "Who", type: "user" }],
  });
  fakeApi.scripts.result = {
    imported: [fakeApi.scripts.add({ title: "From a file" })],
    refused: [{ name: "notes.txt", code: "not_a_script", message: "This is not a script." }],
  };
  await user.click(screen.getByRole("button", { name: "Import" }));
  const file = new File(["x"], "scripts.zip", { type: "application/zip" });
  await user.upload(await screen.findByLabelText("File"), file);
  const importing = within(screen.getByRole("dialog", { name: "Import scripts" }));
  await user.click(importing.getByRole("button", { name: "Import" }));
  expect(await importing.findByText("1 script imported as drafts, 1 file not.")).toBeVisible();
  expect(importing.getByText("This is not a script.")).toBeVisible();
});
