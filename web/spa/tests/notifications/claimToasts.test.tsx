import { act, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { showToast } from "~/ui/toasts";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

const priya = makeUser({ name: "Priya Nair" });
const lena = makeUser({ name: "Lena Voss" });

function claim(sessionId: string, more: Record<string, unknown>) {
  const handoff_id = id();
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    handoff_id,
    session_id: sessionId,
    claimed_by: personOf(priya),
    claimed_at: new Date().toISOString(),
    ...more,
  });
}

const messages = () => screen.queryByRole("region", { name: "Messages" });

test("the escalator sees on any screen who picked it up, with a link", async () => {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(
    makeSession(fakeApi.user, { title: "VPN drops", handler: personOf(priya) }),
  );
  const { user } = openApp("/escalations");
  await screen.findByRole("heading", { name: "Escalations" });
  await screen.findByRole("link", { name: /VPN drops/ });
  claim(aiSession.id, { created_by: personOf(fakeApi.user) });
  expect(messages()).toHaveTextContent("Priya Nair picked up your escalation just now: VPN drops");
  await user.click(screen.getByRole("button", { name: "Open" }));
  await waitFor(() => expect(address()).toBe(`/pilot/${aiSession.id}`));
  expect(messages()).toBeNull();
});

test("neither a bystander nor the person who picked it up gets a toast", async () => {
  const fakeApi = new FakeApi();
  openApp("/escalations");
  await screen.findByRole("heading", { name: "Escalations" });
  claim(id(), { created_by: personOf(lena) });
  claim(id(), { created_by: personOf(lena), claimed_by: personOf(fakeApi.user) });
  expect(messages()).toBeNull();
});

test("a claim removes toasts about that escalation", async () => {
  new FakeApi();
  openApp("/escalations");
  await screen.findByRole("heading", { name: "Escalations" });
  act(() => showToast("New escalation", { itemKey: "h-1", tone: "error" }));
  expect(messages()).toHaveTextContent("New escalation");
  claim(id(), { handoff_id: "h-1", created_by: personOf(lena) });
  expect(messages()).toBeNull();
});

test("F6 reaches the toasts first, and their keys work", async () => {
  new FakeApi();
  // jsdom has no layout; without this nothing counts as visible.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([{}] as unknown as DOMRectList);
  const { user } = openApp("/escalations");
  await screen.findByRole("heading", { name: "Escalations" });
  act(() => showToast("Not saved", { tone: "error" }));
  await user.keyboard("{F6}");
  expect(messages()).toHaveFocus();
  await user.tab();
  await user.keyboard("{Enter}");
  expect(messages()).toBeNull();
});
