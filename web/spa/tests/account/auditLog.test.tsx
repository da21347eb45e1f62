import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { AuditEntry } from "~/api/auditLog";
import { page } from "~/lib/page";
import { openApp } from "../app";
import { id, makeUser, NOW } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

function entry(given: Partial<AuditEntry>): AuditEntry {
  return {
    id: id(),
    action: "login.opened",
    actor: { id: "u1", name: "Sam Keller" },
    subject: { kind: "user", id: "u1", name: "Sam Keller" },
    detail: {},
    request_id: null,
    client: "198.51.100.7",
    created_at: NOW,
    ...given,
  };
}

const ROLE = entry({
  action: "member.role_changed",
  actor: { id: null, name: "operator" },
  detail: { before: "engineer", role: "admin" },
});
const OPENED = entry({
  action: "share.opened",
  actor: { id: null, name: "not signed in" },
  subject: { kind: "ai_session", id: "s1", name: null },
});

class AuditApi extends FakeApi {
  asked: string[] = [];

  constructor(role: "admin" | "engineer") {
    super();
    this.user = makeUser({ name: "Olga Vance", role });
    this.members = [this.user];
    server.use(
      this.get("/account/audit-log", (_params, query) => {
        this.asked.push(query.toString());
        const isSecond = query.has("cursor");
        return { items: isSecond ? [OPENED] : [ROLE], next_cursor: isSecond ? null : "next" };
      }),
    );
  }
}

test("an admin reads the log in words, page by page, filters it and downloads it", async () => {
  const api = new AuditApi("admin");
  const download = vi.spyOn(page, "download").mockImplementation(() => undefined);
  const { user } = openApp("/account");
  await user.click(await screen.findByRole("link", { name: "Audit log" }));
  const row = within(await screen.findByRole("row", { name: /Changed a role/ }));
  expect(row.getByText("Operator")).toBeVisible();
  expect(row.getByText("Before: engineer · Role: admin")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show older entries" }));
  const opened = within(await screen.findByRole("row", { name: /Opened a link/ }));
  expect(opened.getByRole("link", { name: "Session" })).toHaveAttribute("href", "/pilot/s1");
  expect(screen.queryByRole("button", { name: "Show older entries" })).toBeNull();

  await user.selectOptions(screen.getByLabelText("Person"), "Olga Vance");
  await user.selectOptions(screen.getByLabelText("About"), "Members");
  await user.type(screen.getByLabelText("To"), "2026-11-28");
  const to = new Date(2026, 10, 29).toISOString();
  const wanted = new URLSearchParams({ actor: api.user.id, action: "member", to }).toString();
  await waitFor(() => expect(api.asked.at(-1)).toBe(wanted));
  await user.click(screen.getByRole("button", { name: "Download CSV" }));
  expect(download).toHaveBeenCalledWith(`/api/v1/account/audit-log?${wanted}&format=csv`);
});

test("an engineer has no audit log", async () => {
  const api = new AuditApi("engineer");
  openApp("/account/audit-log");
  expect(await screen.findByText(/does not exist or you cannot see it/)).toBeVisible();
  expect(api.asked).toEqual([]);
});
