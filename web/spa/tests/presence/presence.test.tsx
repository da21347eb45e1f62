import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { openQueue } from "../escalations/openQueue";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

const marcus = { ...makeUser({ name: "Marcus Odell" }), typing: false };
const ada = { ...makeUser({ name: "Ada Reyes" }), typing: false };

function become(topic: string, ...people: (typeof marcus)[]): void {
  const plain = people.map(({ id, name, typing }) => ({ id, name, typing }));
  FakeEventSource.current.emit("presence_changed", { id: id(), topic, people: plain });
}

test("a row of the queue and its preview name who reads the handoff, as read and as reported", async () => {
  const { fakeApi, unmount } = await openQueue("VPN drops");
  const topic = `handoff:${fakeApi.queue[0]?.handoff_id}`;
  fakeApi.people[topic] = [marcus, { ...fakeApi.user, typing: false }];
  FakeEventSource.current.emit("ready");
  const row = screen.getByRole("link", { name: "VPN drops" }).closest("li") as HTMLElement;
  expect(await within(row).findByText("Marcus")).toBeVisible();
  const preview = screen.getByRole("region", { name: "Preview: VPN drops" });
  expect(within(preview).getByText("Marcus")).toHaveTextContent("Also viewing: Marcus");
  become(topic, marcus, ada);
  expect(within(row).getByText("Ada, Marcus")).toBeVisible();
  become(topic);
  expect(within(row).queryByText(/Marcus/)).not.toBeInTheDocument();
  become(topic, marcus);
  FakeEventSource.current.fail();
  expect(within(row).queryByText("Marcus")).not.toBeInTheDocument();
  expect(fakeApi.shown.map(({ topic }) => topic)).toContain("escalations");
  unmount();
  await waitFor(() => expect(fakeApi.signedOff).toContain("escalations"));
});

test("whoever writes a message is shown as writing, and the writer tells the others", async () => {
  const fakeApi = new FakeApi();
  const { id } = fakeApi.add(makeSession(fakeApi.user));
  const { user } = openApp(`/pilot/${id}`);
  const box = await screen.findByRole("textbox", { name: "Message" });
  FakeEventSource.current.emit("ready");
  become(`session:${id}`, marcus);
  const shown = await screen.findByText("Marcus");
  expect(shown).toHaveTextContent("Also viewing: Marcus");
  become(`session:${id}`, marcus, { ...ada, typing: true });
  expect(await screen.findByText("Ada is writing")).toBeVisible();
  const last = () => fakeApi.shown.at(-1);
  await waitFor(() => expect(last()).toMatchObject({ topic: `session:${id}`, typing: false }));
  await user.type(box, "New ph");
  await waitFor(() => expect(last()).toMatchObject({ topic: `session:${id}`, typing: true }));
  await user.type(box, "one{Enter}");
  await waitFor(() => expect(last()).toMatchObject({ topic: `session:${id}`, typing: false }));
});
