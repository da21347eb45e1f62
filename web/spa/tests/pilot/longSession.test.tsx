/** A long transcript is not rendered again for a key press or for a piece of a reply. */
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

const renders = vi.hoisted(() => ({ transcript: 0, messages: 0 }));

vi.mock("~/pilot/chat/Scroller", async (original) => {
  const { Scroller } = await original<typeof import("~/pilot/chat/Scroller")>();
  return {
    Scroller: (props: Parameters<typeof Scroller>[0]) => {
      renders.transcript += 1;
      return <Scroller {...props} />;
    },
  };
});

vi.mock("~/pilot/chat/ClockTime", async (original) => {
  const parts = await original<typeof import("~/pilot/chat/ClockTime")>();
  return {
    ...parts,
    ClockTime: (props: Parameters<typeof parts.ClockTime>[0]) => {
      renders.messages += 1;
      return <parts.ClockTime {...props} />;
    },
  };
});

async function openLongChat() {
  const fakeApi = new FakeApi();
  const reply = { id: id(), status: "running" as const };
  const steps = Array.from({ length: 60 }, (_, index) =>
    makeStep({ index, author: personOf(fakeApi.user), content: `Message ${index}` }),
  );
  const aiSession = fakeApi.add(makeSession(fakeApi.user, { reply }), steps);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await screen.findByText("Message 59");
  const emit = (index: number, text: string) =>
    act(() =>
      FakeEventSource.current.emit("reply_delta", { reply_id: reply.id, attempt: 1, index, text }),
    );
  emit(0, "The ");
  await screen.findByText("The");
  return { user, emit };
}

test("neither typing nor a growing reply renders the transcript again", async () => {
  const { user, emit } = await openLongChat();
  const box = screen.getByRole("textbox", { name: "Message" });
  const before = { ...renders };
  await user.type(box, "It is still slow");
  for (let index = 1; index <= 5; index += 1) {
    emit(index, `word${index} `);
    await screen.findByText(new RegExp(`word${index}`));
  }
  await waitFor(() => expect(box).toHaveValue("It is still slow"));
  expect(renders.messages).toBe(before.messages);
  // A refetch that was under way may have ended in between; each key and each piece would add one.
  expect(renders.transcript - before.transcript).toBeLessThan(5);
});
