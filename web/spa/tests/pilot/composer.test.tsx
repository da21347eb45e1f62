import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

function apiWithChat() {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [
    makeStep({ author: personOf(fakeApi.user), content: "It prompts every hour." }),
  ]);
  return { fakeApi, aiSession };
}

test("a draft is kept for its session and restored when the page is opened again", async () => {
  const { aiSession } = apiWithChat();
  const first = openApp(`/pilot/${aiSession.id}`);
  await first.user.type(await screen.findByRole("textbox", { name: "Message" }), "She says it beg");
  first.unmount();

  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByRole("textbox", { name: "Message" })).toHaveValue("She says it beg");
});

test("each session and the new one have separate drafts", async () => {
  const { aiSession } = apiWithChat();
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.type(await screen.findByRole("textbox", { name: "Message" }), "about Outlook");
  await user.click(screen.getByRole("button", { name: "New session" }));
  expect(await screen.findByRole("textbox", { name: "Problem" })).toHaveValue("");
});

test("a message shows in the chat at once and is sent with a key and the CSRF token", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.type(await screen.findByRole("textbox", { name: "Message" }), "New phone{Enter}");

  expect(screen.getByText("New phone")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("");
  await waitFor(() => expect(screen.queryByText("Sending")).not.toBeInTheDocument());
  const [write] = fakeApi.writesTo("/messages");
  expect(write).toMatchObject({ body: { content: "New phone" }, csrf: "csrf-1" });
  expect(write?.key).toMatch(/^[0-9a-f-]{32,36}$/);
});

test("Shift+Enter adds a line instead of sending", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const box = await screen.findByRole("textbox", { name: "Message" });
  await user.type(box, "one{Shift>}{Enter}{/Shift}two");
  expect(box).toHaveValue("one\ntwo");
  expect(fakeApi.writesTo("/messages")).toHaveLength(0);
});

test("a failed send keeps the text in place, and Retry sends it with the same key", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  fakeApi.refuse("/messages", "no answer");
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.type(await screen.findByRole("textbox", { name: "Message" }), "New phone{Enter}");

  const failed = (await screen.findByText(/Not sent\. Your text is kept\./)).closest("article");
  expect(failed).toHaveTextContent("New phone");
  fakeApi.refuse("/messages", null);
  await user.click(within(failed as HTMLElement).getByRole("button", { name: "Retry" }));

  await waitFor(() => expect(screen.queryByText(/Not sent/)).not.toBeInTheDocument());
  const [first, second] = fakeApi.writesTo("/messages");
  expect(second?.key).toBe(first?.key);
  expect(screen.getAllByText("New phone")).toHaveLength(1);
});

test("Edit returns a failed message to the composer without losing what is typed there", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  fakeApi.refuse("/messages", { status: 409, code: "session_closed" });
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const box = await screen.findByRole("textbox", { name: "Message" });
  await user.type(box, "New phone{Enter}");
  await user.type(box, "and");
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  expect(box).toHaveValue("and\nNew phone");
  expect(box).toHaveFocus();
  expect(screen.queryByText(/Not sent/)).not.toBeInTheDocument();
});

test("an ended login is renewed in place; the draft and the failed message stay", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const box = await screen.findByRole("textbox", { name: "Message" });
  fakeApi.refuse("/messages", { status: 401, code: "not_authenticated" });
  await user.type(box, "New phone{Enter}");

  const dialog = await screen.findByRole("dialog", { name: "You are signed out" });
  expect(within(dialog).getByRole("textbox", { name: "Work email" })).toHaveValue(
    fakeApi.user.email,
  );
  await user.type(within(dialog).getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(screen.getByText("New phone")).toBeVisible();
  expect(screen.getByRole("button", { name: "Retry" })).toBeVisible();
});

test("a locked account keeps the screen and the draft, and links to billing", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  fakeApi.user.role = "owner";
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const box = await screen.findByRole("textbox", { name: "Message" });
  fakeApi.refuse("/messages", {
    status: 402,
    code: "subscription_locked",
    detail: { plan: "pro", status: "locked", billing_url: "https://billing.test/acme" },
  });
  await user.type(box, "New phone{Enter}");
  const banner = await screen.findByRole("main", { name: "Plan" });
  expect(within(banner).getByRole("link", { name: "Go to billing" })).toHaveAttribute(
    "href",
    "https://billing.test/acme",
  );
  expect(screen.getByText("It prompts every hour.")).toBeInTheDocument();
  expect(box.closest("[inert]")).not.toBeNull();
  expect(address()).toBe(`/pilot/${aiSession.id}`);
});
