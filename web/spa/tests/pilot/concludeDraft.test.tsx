import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id } from "../factories";
import { makeCaseDraft } from "../fakeCases";
import { makeDocumentation, makePreview } from "../fakeWriteUps";
import { ConcludeDesk, DRAFT } from "./concludeDesk";

const NO_TEXT = makeDocumentation().sections;

let desk: ConcludeDesk;

beforeEach(() => {
  desk = new ConcludeDesk();
});

test("the dialog asks for a draft once, and not if the text is of the session as it is", async () => {
  desk.hold();
  const { field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  expect(desk.fakeApi.writesTo("/documentation")).toHaveLength(0);
});

test("what is typed before the draft arrives stays, and the draft is offered beside it", async () => {
  const { user, dialog, field } = await desk.open();
  await waitFor(() => expect(desk.fakeApi.writesTo("/documentation")).toHaveLength(1));
  await user.type(field("Cause"), "My own cause.");
  desk.write({ sections: DRAFT });
  await waitFor(() => expect(field("Fix")).toHaveValue(DRAFT.resolution));
  expect(field("Cause")).toHaveValue("My own cause.");
  expect(dialog.getByText(DRAFT.cause)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "New draft: use it" }));
  expect(field("Cause")).toHaveValue(DRAFT.cause);
  await user.click(dialog.getByRole("button", { name: "Back to my text" }));
  expect(field("Cause")).toHaveValue("My own cause.");
});

test("a draft beside a text that somebody saved earlier is offered, not taken", async () => {
  const other = makeDocumentation({ sections: { cause: "Another cause." } as never }).sections;
  desk.hold({ sections: DRAFT, draft_sections: other });
  const { dialog, field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  expect(dialog.getByText("Another cause.")).toBeVisible();
  expect(dialog.getAllByRole("button", { name: "New draft: use it" })).toHaveLength(1);
});

test("with the model down it says so, and the session is concluded with the user's words", async () => {
  desk.hold({ sections: { ...NO_TEXT, problem: "Backup fails." }, error: "overloaded" });
  const { user, dialog, field } = await desk.open();
  expect(await dialog.findByText(/The model is overloaded\. Made from the record/)).toBeVisible();
  await user.type(field("Fix"), "Raised the limit.");
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() =>
    expect(desk.resolved).toMatchObject({
      documentation: { sections: { problem: "Backup fails.", resolution: "Raised the limit." } },
    }),
  );
});

test("a refused draft says why and offers another try; the sections stay editable", async () => {
  desk.fakeApi.refuse("/documentation", {
    status: 409,
    code: "budget_exhausted",
    message: "The AI budget of this month is used up.",
  });
  const { user, dialog, field } = await desk.open();
  expect(await dialog.findByText(/No draft could be loaded/)).toBeVisible();
  expect(field("Problem")).toHaveValue(desk.aiSession.problem_summary);
  await user.type(field("Cause"), "Full.");
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(1));
});

test("a stale draft is marked, and asking again keeps the edits", async () => {
  desk.hold();
  const { user, dialog, field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  await user.type(field("Cause"), " Since Friday.");
  Object.assign(desk.aiSession, { state_version: 2 });
  FakeEventSource.current.emit("session_changed", { id: id(), session_id: desk.aiSession.id });
  expect(await dialog.findByText(/Out of date/)).toBeVisible();
  expect(desk.fakeApi.writesTo("/documentation")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Draft again" }));
  await waitFor(() => expect(desk.fakeApi.writesTo("/documentation")).toHaveLength(1));
  expect(field("Cause")).toHaveValue(`${DRAFT.cause} Since Friday.`);
});

test("the escalation package is asked for when its tab is opened, and shown as Markdown", async () => {
  desk.hold();
  const { user, dialog } = await desk.open();
  expect(desk.fakeApi.writesTo("/escalation-package")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Escalation package" }));
  await waitFor(() => expect(desk.fakeApi.writesTo("/escalation-package")).toHaveLength(1));
  const key = `${desk.aiSession.id} escalation-package`;
  desk.fakeApi.writeUps.previews[key] = makePreview({ content: "**Pending:** a reboot." });
  FakeEventSource.current.emit("preview_ready", {
    id: id(),
    session_id: desk.aiSession.id,
    kind: "escalation_package",
    status: "ready",
  });
  expect(await dialog.findByText("Pending:")).toBeVisible();
  expect(dialog.queryByText(/\*\*/)).not.toBeInTheDocument();
});

test("a preview that could not be written says why, with its code, and can be asked for again", async () => {
  desk.hold();
  desk.fakeApi.writeUps.previews[`${desk.aiSession.id} escalation-package`] = makePreview({
    status: "failed",
    content: null,
    error: "deadline",
  });
  const { user, dialog } = await desk.open();
  await user.click(dialog.getByRole("button", { name: "Escalation package" }));
  expect(
    await dialog.findByText("The model did not answer in time.", { exact: false }),
  ).toBeVisible();
  expect(dialog.getByText("deadline")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(desk.fakeApi.writesTo("/escalation-package")).toHaveLength(1));
});

test("with the dialog closed, a finished text costs no call", async () => {
  desk.fakeApi.add(desk.aiSession, []);
  openApp(`/pilot/${desk.aiSession.id}`);
  await screen.findByRole("button", { name: "Conclude" });
  const event = { session_id: desk.aiSession.id, status: "ready" as const };
  FakeEventSource.current.emit("documentation_ready", { id: id(), ...event });
  FakeEventSource.current.emit("client_update_ready", { id: id(), ...event });
  FakeEventSource.current.emit("preview_ready", { id: id(), kind: "resolution_note", ...event });
  await new Promise((done) => setTimeout(done, 400));
  for (const part of ["documentation", "client-update", "previews/:kind"]) {
    expect(desk.fakeApi.reads[`/ai-sessions/:id/${part}`]).toBeUndefined();
  }
});

test("the case is the copilot's draft unless it is edited, or not kept", async () => {
  desk.hold();
  desk.fakeApi.writeUps.cases[desk.aiSession.id] = makeCaseDraft();
  const { user, dialog, field } = await desk.open();
  await user.click(dialog.getByRole("button", { name: "Case for the desk" }));
  await waitFor(() => expect(field("What solved it")).toHaveValue("Raise the limit."));
  await user.clear(field("What did not help"));
  await user.type(field("What did not help"), "Restart the service: the same");
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() =>
    expect(desk.resolved).toMatchObject({
      case: {
        title: "Backup fails",
        fix: "Raise the limit.",
        tried: ["Restart the service: the same"],
      },
    }),
  );
});

test("a case that is not kept is withheld", async () => {
  desk.hold();
  const { user, dialog } = await desk.open();
  await user.click(dialog.getByRole("checkbox", { name: "Don't keep this case" }));
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(desk.resolved).toMatchObject({ case: null }));
});
