import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { SimilarCase } from "~/api/types";
import { openApp } from "../app";
import { makeSession, makeStep } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeCase, makeGuide, makeSimilarCase, NOTHING_SIMILAR } from "../fakeCases";

function withCase(part: Partial<SimilarCase> = {}) {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const similar = makeSimilarCase(part);
  fakeApi.add(aiSession, [], []);
  fakeApi.similar[aiSession.id] = {
    ...NOTHING_SIMILAR,
    cases: [similar],
    missing_checks: [{ check: "Read the session log", cases: [similar.id] }],
  };
  fakeApi.cases = [makeCase({ id: similar.id })];
  return { aiSession, fakeApi };
}

async function openEscalate(part: Partial<SimilarCase> = {}) {
  const made = withCase(part);
  const app = openApp(`/pilot/${made.aiSession.id}`);
  const [inHeader] = await screen.findAllByRole("button", { name: "Escalate" });
  await app.user.click(inHeader as HTMLElement);
  const dialog = within(await screen.findByRole("dialog", { name: "Escalate" }));
  return { ...made, ...app, dialog };
}

test("the details show what solved it before, why, and what was not checked; a case opens", async () => {
  const { aiSession } = withCase();
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const cases = within(await screen.findByRole("region", { name: "Solved here before" }));
  expect(cases.getByText("Worked twice")).toBeVisible();
  expect(cases.getByText("In common: 0x80072EE7, VPN")).toBeVisible();
  const checks = within(screen.getByRole("region", { name: "Not checked yet" }));
  expect(checks.getByText("Read the session log")).toBeVisible();
  await user.click(cases.getByRole("button", { name: "VPN drops after the firewall update" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText("Reinstall the client: did not help")).toBeVisible();
});

test("before an escalation it says what solved it; trying it is written into the next message", async () => {
  const { user, dialog, fakeApi } = await openEscalate();
  expect(await dialog.findByText("Solved twice by this:")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Try it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  const composer = screen.getByRole("textbox", { name: /message/i });
  expect(composer).toHaveValue(
    "I am trying what solved this before: Raise the idle timeout of the VPN.",
  );
  expect(fakeApi.writesTo("/handoff")).toHaveLength(0);
});

test("one may escalate anyway", async () => {
  const { user, dialog, fakeApi } = await openEscalate();
  await user.click(await dialog.findByRole("button", { name: "Escalate anyway" }));
  expect(dialog.queryByText("Solved twice by this:")).not.toBeInTheDocument();
  await user.type(dialog.getByRole("textbox", { name: "Why?" }), "Still drops{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/handoff")).toHaveLength(1));
});

test("a citation in a reply opens its case or guide, and jumps to the message", async () => {
  const { aiSession, fakeApi } = withCase();
  const question = makeStep({ content: "It drops again" });
  const reply = makeStep({
    kind: "assistant_message",
    author: null,
    content:
      "Solved twice here: raise the timeout [C1]. A pattern [G1]. It dropped again [S1], not [S9].",
    data: {
      citations: [
        { ref: "C1", kind: "case", id: fakeApi.cases[0]?.id, title: "VPN drops" },
        { ref: "G1", kind: "guide", id: "vpn-drops", title: "VPN pattern" },
        { ref: "S1", kind: "step", id: question.id, title: "It drops again" },
      ],
    },
  });
  fakeApi.guides = [makeGuide()];
  fakeApi.add(aiSession, [question, reply], []);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: /message: It drops again/ }));
  await waitFor(() => expect(document.activeElement?.id).toBe(`step-${question.id}`));
  expect(screen.getByText(/not \[S9\]/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: /case: VPN drops/ }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText("Reinstall the client: did not help")).toBeVisible();
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: /guide: VPN pattern/ }));
  const guide = within(await screen.findByRole("dialog"));
  expect(await guide.findByText("Do not reinstall the client")).toBeVisible();
  expect(guide.getByText("After how long does it drop?")).toBeVisible();
});
