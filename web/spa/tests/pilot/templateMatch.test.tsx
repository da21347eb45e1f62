/** A template of the library that does what the drafted script does, and the question after a resolve. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { TemplateMatch } from "~/api/fixTemplates";
import { endOffer, offerTemplate } from "~/pilot/templatize/offer";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { makeFix, makeSession } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeMatch, makeTemplatization } from "../fakeTemplates";

async function open(matches: TemplateMatch[] = []) {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const fix = makeFix({ session_id: aiSession.id, ai_drafted_script: "Restart-Service Spooler" });
  fakeApi.add(aiSession, [], [fix]);
  fakeApi.templates.matches = matches;
  for (const { script_id } of matches) fakeApi.scripts.add({ id: script_id });
  const app = openApp(`/pilot/${aiSession.id}`);
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  return { fakeApi, fix, aiSession, details, ...app };
}

test("a matching template is offered with its values, copied as a script, and said to be run", async () => {
  const match = makeMatch();
  const { fakeApi, details, user } = await open([match]);
  await user.click(await details.findByRole("tab", { name: "Script" }));
  const card = within(await details.findByRole("article", { name: match.title }));
  expect(card.getByText(/with Printer = PRN-02/)).toBeVisible();
  const value = card.getByRole("textbox", { name: "Printer" });
  expect(value).toHaveValue("PRN-02");
  await user.clear(value);
  await user.type(value, "PRN-09");
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.click(card.getByRole("button", { name: "Copy script" }));
  await waitFor(() => expect(write).toHaveBeenCalledWith(expect.stringContaining("PRN-09")));
  expect(fakeApi.writesTo("/apply")).toHaveLength(0);
  expect(fakeApi.writesTo("/decision")).toHaveLength(0);
  await user.click(card.getByRole("button", { name: "I ran this" }));
  await waitFor(() =>
    expect(fakeApi.writesTo("/decision").map(({ body }) => body)).toEqual([
      { decision: "used_template", script_id: match.script_id },
    ]),
  );
  expect(await details.findByText("was used instead.")).toBeVisible();
});

test("after a resolve it is asked once whether the script becomes a template, and the proposal is accepted", async () => {
  const { fakeApi, aiSession, fix, user } = await open();
  await screen.findByRole("tab", { name: "Script" });
  fakeApi.templates.offered = fix.id;
  await offerTemplate(aiSession.id);
  const dialog = within(
    await screen.findByRole("dialog", { name: "Make a template of this script?" }),
  );
  const ask = await dialog.findByRole("button", { name: "Templatize" });
  await waitFor(() => expect(ask).not.toHaveAttribute("aria-disabled"), { timeout: 2_000 });
  await user.click(ask);
  expect(await dialog.findByText(/looks for the values/)).toBeVisible();
  const { id } = fakeApi.templates.proposal;
  fakeApi.templates.proposal = makeTemplatization({ id });
  FakeEventSource.current.emit("templatize_ready", { templatization_id: id, status: "ready" });
  expect(await dialog.findByText("'PRN-02'")).toBeVisible();
  const title = dialog.getByRole("textbox", { name: "Title" });
  await user.clear(title);
  await user.type(title, "Empty a print queue");
  const accept = dialog.getByRole("button", { name: "Accept" });
  await waitFor(() => expect(accept).not.toHaveAttribute("aria-disabled"), { timeout: 2_000 });
  await user.click(accept);
  expect(await screen.findByText("Saved as a draft template.")).toBeVisible();
  expect(fakeApi.writesTo("/accept")[0]?.body).toMatchObject({ title: "Empty a print queue" });
  await offerTemplate(aiSession.id);
  expect(screen.queryByRole("dialog")).toBeNull();
  endOffer();
});
