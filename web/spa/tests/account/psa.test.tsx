import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeConnection, makeItem, WEBHOOK_SECRET } from "../fakePsa";

function office() {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Olga Vance", role: "owner" });
  fakeApi.members = [fakeApi.user];
  return fakeApi;
}

async function form(name: string) {
  return within(await screen.findByRole("form", { name }));
}

function bodyOf(fakeApi: FakeApi) {
  return fakeApi.writesTo("/psa/connection").at(-1)?.body;
}

test("an admin connects ConnectWise, and reads in words what the test found", async () => {
  const fakeApi = office();
  const { user } = openApp("/account");
  await user.click(await screen.findByLabelText(/ConnectWise PSA/));
  const fields = await form("Address and credentials");
  await user.selectOptions(fields.getByLabelText("Region"), "Cloud: Europe");
  await user.type(fields.getByLabelText("Company ID"), "acme");
  await user.type(fields.getByLabelText("Public key"), "pub-1");
  await user.type(fields.getByLabelText("Private key"), "priv-1");
  await user.click(fields.getByRole("button", { name: "Connect and test" }));
  await waitFor(() =>
    expect(bodyOf(fakeApi)).toEqual({
      provider: "connectwise",
      base_url: "https://api-eu.myconnectwise.net",
      credentials: { company_id: "acme", public_key: "pub-1", private_key: "priv-1" },
    }),
  );
  await waitFor(() => expect(fakeApi.writesTo("/connection/test")).toHaveLength(1));
  expect(await screen.findByRole("button", { name: "Testing…" })).toBeVisible();
  const message = "ConnectWise does not accept these keys.";
  FakeEventSource.current.emit("psa_connection_tested", { result: "wrong_credentials", message });
  expect(await screen.findByText(`Test failed. ${message}`)).toBeVisible();
  const kept = await form("Address and credentials");
  expect(kept.getByLabelText("Private key")).toHaveValue("");
  expect(kept.getByLabelText("Private key")).toHaveAccessibleDescription(/^Stored, and never/);
});

test("another address asks for the credentials again, each at its field", async () => {
  const fakeApi = office();
  fakeApi.psa.connection = makeConnection();
  const { user } = openApp("/account");
  const fields = await form("Address and credentials");
  expect(fields.getByLabelText("Company ID")).toHaveValue("acme");
  await user.selectOptions(fields.getByLabelText("Region"), "Own server…");
  await user.type(fields.getByLabelText("Address"), "https://cw.acme.test");
  expect(fields.getByText("Unsaved changes")).toBeVisible();
  const message = "Enter the credentials again.";
  const detail = { "credentials.private_key": ["Enter this."] };
  fakeApi.refuse("/psa/connection", { status: 422, code: "credentials_needed", message, detail });
  await user.click(fields.getByRole("button", { name: "Save and test" }));
  const key = fields.getByLabelText("Private key");
  await waitFor(() => expect(key).toHaveAccessibleDescription("Enter this."));
  expect(key).toHaveFocus();
  expect(fields.getByText(`Not saved. ${message}`)).toBeVisible();
  expect(bodyOf(fakeApi)).toMatchObject({ base_url: "https://cw.acme.test", credentials: {} });
});

test("boards and statuses are picked from lists that arrive later", async () => {
  const fakeApi = office();
  fakeApi.psa.connection = makeConnection({ is_simulated: true });
  const { user } = openApp("/account");
  expect(await screen.findByText("Simulator")).toBeVisible();
  const fields = await form("Notes and new tickets");
  const board = fields.getByLabelText("Board of new tickets");
  await waitFor(() => expect(board).toHaveAccessibleDescription(/^Reading the list/));
  fakeApi.psa.lists = {
    boards: [makeItem("1", "Help Desk"), makeItem("2", "Network")],
    "statuses:1": [makeItem("16", "New"), makeItem("25", "Closed")],
  };
  FakeEventSource.current.emit("psa_lookups_changed", {
    kind: "boards",
    parent_id: null,
    status: "ready",
  });
  await waitFor(() => expect(within(board).getByText("Help Desk")).toBeInTheDocument());
  await user.selectOptions(board, "Help Desk");
  const resolved = await fields.findByLabelText("Help Desk: resolved status");
  await waitFor(() => expect(within(resolved).getByText("Closed")).toBeInTheDocument());
  await user.selectOptions(resolved, "Closed");
  await user.click(fields.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(bodyOf(fakeApi)).toEqual({
      provider: "connectwise",
      base_url: "https://api-eu.myconnectwise.net",
      options: { board_id: "1", "resolved_status_id:1": "25" },
    }),
  );
});

test("Autotask says what has to be picked before a note can be sent", async () => {
  const fakeApi = office();
  fakeApi.psa.connection = makeConnection({
    provider: "autotask",
    base_url: "https://webservices.autotask.net",
    credentials: { username: "api@acme.test", secret: null, integration_code: null },
    missing_options: { notes: ["note_type_id", "publish_id"], public_notes: [] },
  });
  fakeApi.psa.lists = { publish_levels: [makeItem("2", "Internal users")] };
  const { user } = openApp("/account");
  const fields = await form("Notes and new tickets");
  expect(fields.getByText(/Type of notes, Who reads internal notes/)).toBeVisible();
  const readers = fields.getByLabelText("Who reads internal notes");
  await waitFor(() => expect(within(readers).getByText("Internal users")).toBeInTheDocument());
  await user.selectOptions(readers, "Internal users");
  const detail = { "options.publish_id": ["The ticket system has no such value."] };
  fakeApi.refuse("/psa/connection", { status: 422, code: "validation_failed", detail });
  await user.click(fields.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(readers).toHaveFocus());
  expect(fields.getByText(/^Not saved\. Who reads internal notes:/)).toBeVisible();
});

test("people without a member are named, and suggestions are taken at once", async () => {
  const fakeApi = office();
  fakeApi.psa.connection = makeConnection();
  fakeApi.psa.lists = { agents: [makeItem("151", "Olga V"), makeItem("152", "Sam Keller")] };
  const [olga, sam] = [id(), id()];
  const person = { email: "x@acme.test", agent_id: null };
  fakeApi.psa.people = [
    { ...person, user_id: olga, name: "Olga", suggested_agent_id: "151" },
    { ...person, user_id: sam, name: "Sam", suggested_agent_id: null },
  ];
  const { user } = openApp("/account");
  const people = await form("People");
  expect(people.getByText(/^Olga, Sam have no member/)).toBeVisible();
  await user.click(await people.findByRole("button", { name: "Use 1 suggestion" }));
  expect(people.getByLabelText("Member for Olga")).toHaveValue("151");
  await user.click(people.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(fakeApi.writesTo("/psa/people")[0]?.body).toEqual({
      items: [
        { user_id: olga, agent_id: "151" },
        { user_id: sam, agent_id: null },
      ],
    }),
  );
  expect(await screen.findByText(/^Sam has no member/)).toBeVisible();
});

test("a webhook's secret is shown once, and disconnecting says what it means", async () => {
  const fakeApi = office();
  const address = "https://acme.halopsa.com";
  fakeApi.psa.connection = makeConnection({
    provider: "halopsa",
    base_url: address,
    credentials: { client_id: null, client_secret: null },
    last_error: { code: "psa_unavailable", message: "It has a fault." },
    pending_pushes: 2,
  });
  const { user } = openApp("/account");
  await user.click(await screen.findByRole("button", { name: "Make a secret" }));
  expect(await screen.findByText(WEBHOOK_SECRET)).toBeVisible();
  expect(screen.getByText("Last error: It has a fault.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Disconnect…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Disconnect HaloPSA?" }));
  expect(dialog.getByText(/^2 notes that wait to be sent will fail/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Disconnect" }));
  expect(await screen.findByLabelText(/Autotask/)).toBeVisible();
  expect(fakeApi.psa.connection.state).toBe("none");
});
