import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { makeHandoff, makeSession, makeUser, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

const lena = makeUser({ name: "Lena Voss" });

async function openClaimed() {
  const fakeApi = new FakeApi();
  const me = personOf(fakeApi.user);
  const aiSession = fakeApi.add(makeSession(lena, { handler: me }));
  fakeApi.handoffs[aiSession.id] = [
    makeHandoff(aiSession, personOf(lena), {
      status: "claimed",
      claimed_by: me,
      claimed_at: NOW,
      ai_assessment_data: { has_assessment: true, suggested_steps: ["Check shadow storage"] },
    }),
  ];
  const app = openApp(`/pilot/${aiSession.id}`);
  const group = await screen.findByRole("group", { name: "Suggested next steps" });
  return { fakeApi, chips: within(group), ...app };
}

test("a chip fills the composer and sends nothing", async () => {
  const { fakeApi, chips, user } = await openClaimed();
  await user.click(chips.getByRole("button", { name: "Check shadow storage" }));
  expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("Check shadow storage");
  expect(fakeApi.writes).toHaveLength(0);
});

test("Undo shows hidden suggestions again", async () => {
  const { user } = await openClaimed();
  await user.click(screen.getByRole("button", { name: "Hide suggested steps" }));
  await waitFor(() =>
    expect(screen.queryByRole("group", { name: "Suggested next steps" })).toBeNull(),
  );
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("group", { name: "Suggested next steps" })).toBeVisible();
});
