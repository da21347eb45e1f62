import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeItem } from "../fakePsa";
import { makeTicket } from "../fakeTickets";

const CONNECTED = { provider: "connectwise", is_simulated: true, is_failing: false } as const;

function office() {
  const fakeApi = new FakeApi();
  fakeApi.connected = CONNECTED;
  fakeApi.psa.lists = {
    companies: [makeItem("250", "Contoso"), makeItem("251", "Fabrikam")],
    "contacts:250": [makeItem("9", "Jane Lee")],
    boards: [makeItem("1", "Help Desk")],
    priorities: [],
  };
  fakeApi.tickets.tickets = [
    makeTicket(),
    makeTicket({ number: "48222", title: "VPN drops", is_closed: true, status: "Closed" }),
  ];
  return fakeApi;
}

async function fillNew(user: ReturnType<typeof openApp>["user"]) {
  await user.click(await screen.findByRole("button", { name: "New" }));
  const dialog = within(await screen.findByRole("dialog", { name: "New ticket" }));
  await user.click(dialog.getByRole("button", { name: "Create ticket" }));
  expect(dialog.getByText("Choose the client.")).toBeVisible();
  expect(dialog.getByText("Say in a few words what it is about.")).toBeVisible();
  await user.click(dialog.getByRole("combobox", { name: "Client" }));
  await user.click(await dialog.findByRole("option", { name: "Contoso" }));
  await user.type(dialog.getByLabelText("Summary"), "Printer jams");
  return dialog;
}

test("the list is searched and filtered, and the address keeps both", async () => {
  const fakeApi = office();
  const { user } = openApp("/tickets");
  expect(await screen.findByRole("link", { name: /#48231 Nightly backup/ })).toBeVisible();
  expect(screen.queryByRole("link", { name: /VPN/ })).not.toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText("State"), "Open and closed");
  await user.type(screen.getByRole("searchbox", { name: "Search tickets" }), "vpn");
  expect(await screen.findByRole("link", { name: /#48222 VPN drops/ })).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("link", { name: /backup/ })).toBeNull());
  // One call for the whole word, not one for each letter.
  expect(fakeApi.tickets.searches).toEqual(["open=true", "", "q=vpn"]);
  expect(address()).toBe("/tickets?open=all&q=vpn");
  cleanup();
  openApp("/tickets?open=all&q=vpn");
  expect(await screen.findByRole("link", { name: /VPN drops/ })).toBeVisible();
  expect(screen.getByRole("searchbox", { name: "Search tickets" })).toHaveValue("vpn");
});

test("a ticket shows its notes, and for each whether the client sees it", async () => {
  const fakeApi = office();
  const note = { author: "Priya", created_at: null };
  fakeApi.tickets.tickets[0] = makeTicket({
    notes: [
      { ...note, text: "Restarted the writer.", is_public: false },
      { ...note, text: "We are on it.", is_public: true },
    ],
  });
  openApp("/tickets/48231");
  const ticket = within(await screen.findByRole("region", { name: "Ticket #48231" }));
  expect(await ticket.findByText("VSS writer timed out.")).toBeVisible();
  const [internal, open] = ticket.getAllByRole("listitem");
  expect(internal).toHaveTextContent(/Internal.*Restarted the writer/);
  expect(open).toHaveTextContent(/Client sees it.*We are on it/);
});

test("a new ticket is asked for once, and opens when its number arrives", async () => {
  const fakeApi = office();
  const { user } = openApp("/tickets");
  const dialog = await fillNew(user);
  await user.click(dialog.getByRole("button", { name: "Create ticket" }));
  await waitFor(() => expect(fakeApi.tickets.requests).toHaveLength(1));
  const [write] = fakeApi.writesTo("/psa/tickets");
  expect(write?.body).toEqual({ title: "Printer jams", description: "", client_id: "250" });
  const busy = dialog.getByRole("button", { name: "Creating…" });
  await user.click(busy);
  const [request_id] = fakeApi.tickets.requests;
  const refused = { number: null, code: "psa_refused", message: "Type is required." };
  FakeEventSource.current.emit("psa_ticket_created", { request_id: id(), number: "1" });
  FakeEventSource.current.emit("psa_ticket_created", { request_id: request_id ?? "", ...refused });
  expect(await dialog.findByText(/Your text is kept\. Type is required\./)).toBeVisible();
  expect(dialog.getByLabelText("Summary")).toHaveValue("Printer jams");
  expect(fakeApi.tickets.requests).toHaveLength(1);
});

test("a result that comes before the answer to the call counts too", async () => {
  const fakeApi = office();
  fakeApi.tickets.onRequest = (request_id) => {
    fakeApi.tickets.tickets.push(makeTicket({ number: "48300", title: "Printer jams" }));
    FakeEventSource.current.emit("psa_ticket_created", { request_id, number: "48300" });
  };
  const { user } = openApp("/tickets");
  const dialog = await fillNew(user);
  await user.click(dialog.getByRole("button", { name: "Create ticket" }));
  await waitFor(() => expect(address()).toBe("/tickets/48300"));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(await screen.findByRole("region", { name: "Ticket #48300" })).toBeVisible();
});

test("a session's ticket is chosen among those of the ticket system, and unlinked", async () => {
  const fakeApi = office();
  const aiSession = fakeApi.add(makeSession(fakeApi.user));
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const [link] = await screen.findAllByRole("button", { name: "Link a ticket" });
  await user.click(link as HTMLElement);
  const dialog = within(await screen.findByRole("dialog", { name: "Link a ticket" }));
  await user.type(dialog.getByRole("combobox", { name: "Ticket" }), "backup");
  await user.click(await dialog.findByRole("option", { name: /#48231/ }));
  await user.click(dialog.getByRole("button", { name: "Link" }));
  await waitFor(() =>
    expect(fakeApi.writesTo("/ticket")[0]?.body).toEqual({ psa_ticket_id: "48231" }),
  );
  const [change] = await screen.findAllByRole("button", { name: "Edit ticket" });
  await user.click(change as HTMLElement);
  const again = within(await screen.findByRole("dialog", { name: "Link a ticket" }));
  await user.click(again.getByRole("button", { name: "Unlink" }));
  await waitFor(() => expect(fakeApi.session(aiSession.id).psa_ticket_id).toBeNull());
});

test("a message becomes a ticket of its own: its summary is filled in, its text stays internal", async () => {
  const fakeApi = office();
  const author = personOf(fakeApi.user);
  const [first, second] = [
    makeStep({ author, content: "Backup of FS01 fails." }),
    makeStep({ author, index: 1, content: "The printer jams too, and Jane is difficult." }),
  ];
  const about = { client_name: "Contoso", psa_ticket_id: "48231" };
  const aiSession = fakeApi.add(makeSession(fakeApi.user, about), [first, second]);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const message = (await screen.findByText(second.content)).closest("article") as HTMLElement;
  await user.click(await within(message).findByRole("button", { name: "Spin off a ticket" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Spin off a ticket" }));
  expect(dialog.getByRole("checkbox", { name: second.content })).toBeChecked();
  expect(dialog.getByRole("checkbox", { name: first.content })).not.toBeChecked();
  expect(dialog.getByLabelText("Summary")).toHaveValue(second.content);
  expect(dialog.getByLabelText("Description")).toHaveValue("");
  await waitFor(() =>
    expect(dialog.getByRole("combobox", { name: "Client" })).toHaveValue("Contoso"),
  );
  await user.clear(dialog.getByLabelText("Summary"));
  await user.type(dialog.getByLabelText("Summary"), "Printer jams");
  await user.click(dialog.getByRole("checkbox", { name: first.content }));
  expect(dialog.getByLabelText("Summary")).toHaveValue("Printer jams");
  await user.click(dialog.getByRole("button", { name: "Create ticket" }));
  await waitFor(() => expect(fakeApi.tickets.requests).toHaveLength(1));
  expect(fakeApi.writesTo("/spin-off-ticket")[0]?.body).toEqual({
    title: "Printer jams",
    description: "",
    client_id: "250",
    step_ids: [second.id, first.id],
  });
});
