import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Share, Shared } from "~/api/shares";
import { openApp } from "../app";
import { id, makeSession, makeUser, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

const LATER = "2030-01-01T00:00:00Z";
const SHARED: Shared = {
  title: "Outlook keeps asking for a password",
  client_name: "=Jane <b>Doe</b> & Co",
  status: "active",
  expires_at: LATER,
  facts: [{ kind: "error_code", value: "0x8004010F", pinned: false }],
  attempts: [
    {
      n: 1,
      title: "Clear the cached sign-in",
      kind: "fix",
      outcome: "did_not_work",
      by: "Sam",
      at: NOW,
    },
  ],
  steps: [
    {
      index: 1,
      kind: "user_message",
      author: "Sam Keller",
      content: "As at [another client] <script>",
      attachments: ["photo.png"],
      created_at: NOW,
    },
    {
      index: 2,
      kind: "assistant_message",
      author: null,
      content: "Try **this**.",
      attachments: [],
      created_at: NOW,
    },
  ],
  steps_left_out: 3,
  attempts_left_out: 2,
};

class SharesApi extends FakeApi {
  shares: Share[] = [];

  constructor() {
    super();
    server.use(
      this.get("/ai-sessions/:id/shares", () => ({ items: this.shares, next_cursor: null })),
      this.write("post", "/ai-sessions/:id/shares", 201, (_params, body) => this.make(body)),
      this.write("delete", "/ai-sessions/:id/shares/:share", 204, ({ share }) => {
        const revoke = (each: Share): Share =>
          each.id === share ? { ...each, state: "revoked" } : each;
        this.shares = this.shares.map(revoke);
      }),
      this.get("/shared/:token", () => SHARED),
    );
  }

  private make({ include }: Record<string, unknown>) {
    const share: Share = {
      id: id(),
      include: include as Share["include"],
      state: "open",
      created_by: personOf(this.user),
      created_at: NOW,
      expires_at: LATER,
      revoked_at: null,
      opened_count: 2,
      last_opened_at: null,
    };
    this.shares = [share, ...this.shares];
    return { ...share, url: "https://flowpilot.test/shared/t0ken" };
  }
}

async function openDialog(api: SharesApi, owner = api.user) {
  const aiSession = api.add(makeSession(owner));
  const { user } = openApp(`/pilot/${aiSession.id}`);
  // The button is disabled until the menu's code is loaded.
  const more = () => screen.findByRole("button", { name: "More actions" });
  await waitFor(async () => expect(await more()).toBeEnabled());
  await user.click(await more());
  return user;
}

test("the owner makes a link, copies it once, and revokes it", async () => {
  const api = new SharesApi();
  const user = await openDialog(api);
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.click(await screen.findByRole("menuitem", { name: /^Share/ }));
  const dialog = within(await screen.findByRole("dialog", { name: "Share" }));
  expect(await dialog.findByText("This session is not shared.")).toBeVisible();
  await user.click(dialog.getByLabelText("Documentation"));
  await user.click(dialog.getByLabelText("What we know"));
  await user.selectOptions(dialog.getByLabelText("Expires after"), "1 day");
  await user.click(dialog.getByRole("button", { name: "Make a link" }));
  expect(await dialog.findByText("https://flowpilot.test/shared/t0ken")).toBeVisible();
  expect(api.writesTo("/shares")[0]?.body).toEqual({
    expires_in_hours: 24,
    include: ["attempts", "documentation"],
  });
  await user.click(dialog.getByRole("button", { name: "Copy the link" }));
  expect(copied).toHaveBeenCalledWith("https://flowpilot.test/shared/t0ken");
  expect(await dialog.findByText(/opened 2 times/)).toBeVisible();
  await user.click(
    dialog.getByRole("button", { name: "Revoke the link to What was tried, Documentation" }),
  );
  expect(await dialog.findByText("Revoked")).toBeVisible();
});

test("a colleague who neither owns nor handles the session is not offered to share it", async () => {
  const api = new SharesApi();
  await openDialog(api, makeUser({ name: "Priya Nair" }));
  expect(await screen.findByRole("menuitem", { name: /^Documentation/ })).toBeVisible();
  expect(screen.queryByRole("menuitem", { name: /^Share/ })).toBeNull();
});

test("the page of a link needs no login and shows every text as text", async () => {
  const api = new SharesApi();
  openApp("/shared/t0ken");
  expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent(SHARED.title);
  expect(screen.getByText("=Jane <b>Doe</b> & Co")).toBeVisible();
  expect(screen.getByText("0x8004010F")).toBeVisible();
  expect(screen.getByText("Did not work")).toBeVisible();
  expect(screen.getByText("2 older attempts not shown.")).toBeVisible();
  const conversation = within(screen.getByRole("region", { name: "Conversation" }));
  expect(conversation.getByText("3 entries not shown.")).toBeVisible();
  expect(conversation.getByText("As at [another client] <script>")).toBeVisible();
  expect(conversation.getByRole("strong")).toHaveTextContent("this");
  expect(conversation.getByText(/1 file attached: photo.png/)).toBeVisible();
  expect(screen.queryByRole("region", { name: "Documentation" })).toBeNull();
  window.dispatchEvent(new Event("visibilitychange"));
  await waitFor(() => expect(api.reads["/shared/:token"]).toBe(1));
  expect(api.reads["/auth/me"]).toBeUndefined();
});

test("a link that has ended says so, and how to get a new one", async () => {
  new SharesApi().refuse("/shared/t0ken", { status: 404, code: "not_found" });
  openApp("/shared/t0ken");
  expect(await screen.findByText(/Ask the person who gave it to you/)).toBeVisible();
});
