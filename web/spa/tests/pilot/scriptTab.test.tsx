/** The script of a fix in the details: it is edited, and the engineer says how it is used. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AiSession, Fix } from "~/api/types";
import { openApp } from "../app";
import { makeFix, makeSession } from "../factories";
import { FakeApi } from "../fakeApi";

async function openScript(part: Partial<Fix> = {}, session: Partial<AiSession> = {}) {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user, session);
  const fix = makeFix({ session_id: aiSession.id, ai_drafted_script: "Get-Service", ...part });
  fakeApi.add(aiSession, [], [fix]);
  const app = openApp(`/pilot/${aiSession.id}`);
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await app.user.click(await details.findByRole("tab", { name: "Script" }));
  return { fakeApi, details, fix, ...app };
}

test("the script is used once or not at all, and the choice shows", async () => {
  const { fakeApi, details, user } = await openScript();
  await user.click(await details.findByRole("button", { name: "Run it once" }));
  expect(await details.findByText("It is run once.")).toBeVisible();
  expect(details.getByRole("button", { name: "Run it once" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await user.click(details.getByRole("button", { name: "Run it once" }));
  await user.click(details.getByRole("button", { name: "Do not use it" }));
  expect(await details.findByText("It is not used.")).toBeVisible();
  await waitFor(() =>
    expect(fakeApi.writesTo("/decision").map(({ body }) => body)).toEqual([
      { decision: "one_off" },
      { decision: "dismissed" },
    ]),
  );
});

test("the draft is kept in the library, and a used template is named with its link", async () => {
  const { fakeApi, details, user } = await openScript();
  await user.click(await details.findByRole("button", { name: "Save to library" }));
  expect(await details.findByText(/kept as a draft/)).toBeVisible();
  expect(fakeApi.writesTo("/decision")[0]?.body).toEqual({ decision: "draft_template" });
});

test("building a template opens the builder beside the chat, which starts from the fix", async () => {
  const { fakeApi, details, fix, user } = await openScript();
  await user.click(await details.findByRole("button", { name: "Build a template" }));
  expect(await details.findByRole("region", { name: "Conversation" })).toBeVisible();
  expect(fakeApi.writesTo("/script-builder/sessions")[0]?.body).toEqual({
    origin: "pilot_inline",
    ai_session_id: fix.session_id,
    fix_id: fix.id,
  });
  await user.click(details.getByRole("button", { name: "Back to the script" }));
  expect(await details.findByText("A template is built from it.")).toBeVisible();
});

test("a refused choice is taken back and says why", async () => {
  const { fakeApi, details, user } = await openScript();
  fakeApi.refuse("/decision", { status: 500, code: "internal_error", message: "It broke." });
  await user.click(await details.findByRole("button", { name: "Run it once" }));
  expect(await details.findByText("Not saved. It broke.")).toBeVisible();
  expect(details.queryByText("It is run once.")).toBeNull();
});

test("the script is edited: Ctrl+Enter saves it", async () => {
  const { fakeApi, details, user } = await openScript();
  await user.click(await details.findByRole("button", { name: "Edit script" }));
  const area = await details.findByRole("textbox", { name: "Script" });
  expect(area).toHaveFocus();
  await user.type(area, " -Name Spooler{Control>}{Enter}{/Control}");
  await waitFor(() =>
    expect(fakeApi.writesTo("/draft")[0]?.body).toEqual({
      ai_drafted_script: "Get-Service -Name Spooler",
      ai_drafted_parameters: [],
    }),
  );
  expect(await details.findByRole("button", { name: "Edit script" })).toBeVisible();
});

test("Esc goes back and keeps what was typed", async () => {
  const { fakeApi, details, user } = await openScript();
  await user.click(await details.findByRole("button", { name: "Edit script" }));
  await user.type(await details.findByRole("textbox", { name: "Script" }), " | Out-Null{Escape}");
  await user.click(await details.findByRole("button", { name: "Go on editing" }));
  expect(details.getByRole("textbox", { name: "Script" })).toHaveValue("Get-Service | Out-Null");
  expect(fakeApi.writesTo("/draft")).toHaveLength(0);
});

test("an empty script is not sent", async () => {
  const { fakeApi, details, user } = await openScript({ ai_drafted_script: null });
  await user.click(await details.findByRole("button", { name: "Write a script" }));
  await user.click(details.getByRole("button", { name: "Save" }));
  expect(await details.findByText("A script may not be empty.")).toBeVisible();
  expect(fakeApi.writesTo("/draft")).toHaveLength(0);
});

test("a reader of the session sees what was decided", async () => {
  const { details } = await openScript({ decision: "one_off" }, { can_write: false });
  expect(await details.findByText("It is run once.")).toBeVisible();
  expect(details.queryByRole("button", { name: "Run it once" })).toBeNull();
  expect(details.queryByRole("button", { name: "Edit script" })).toBeNull();
});
