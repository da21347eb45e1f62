import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { ApiError } from "~/api/errors";
import type { Attachment } from "~/api/types";
import { newKey } from "~/lib/ids";
import { address, openApp } from "../app";
import { makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

const SHOT = new File(["pixels"], "image.png", { type: "image/png" });
const LOG = new File(["10:02 ERROR\n"], "app.log", { type: "text/plain" });

function makeAttachment(values: Partial<Attachment> = {}): Attachment {
  return {
    id: newKey(),
    kind: "image",
    name: "screen.png",
    width: 640,
    height: 480,
    bytes: 212_000,
    step_id: null,
    media_type: "image/png",
    lines: null,
    excerpt: null,
    ...values,
  };
}

const TEXT = {
  kind: "text",
  media_type: "text/plain",
  width: null,
  height: null,
  lines: 1,
  excerpt: "10:02 ERROR",
} as const;

/** jsdom's XMLHttpRequest and the mocked network disagree about forms, so the upload itself is replaced here. */
const upload = vi.hoisted(() => vi.fn());
vi.mock("~/api/attachments", async (load) => ({
  ...(await load<typeof import("~/api/attachments")>()),
  uploadAttachment: upload,
}));

/** Uploads are answered by what `answer` returns; the forms that arrived. */
function takeUploads(answer: (name: string) => Promise<Attachment>) {
  const arrived: { place: string; name: string }[] = [];
  upload.mockImplementation((place: string, _file: File, { name }: { name: string }) => {
    arrived.push({ place, name });
    return answer(name);
  });
  return arrived;
}

const accepted = (values: Partial<Attachment> = {}) =>
  takeUploads(async (name) => makeAttachment({ name, ...values }));

function apiWithChat() {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [
    makeStep({ author: personOf(fakeApi.user), content: "It prompts every hour." }),
  ]);
  return { fakeApi, aiSession };
}

function paste(box: HTMLElement, files: File[], text = "") {
  const clipboardData = { files, getData: () => text, types: files.length ? ["Files"] : [] };
  fireEvent.paste(box, { clipboardData });
}

const openChat = async (id: string) => {
  const app = openApp(`/pilot/${id}`);
  return { ...app, box: await screen.findByRole("textbox", { name: "Message" }) };
};

test("a pasted image is named after its time, uploaded, and sent with the message", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  const arrived = accepted();
  const { user, box } = await openChat(aiSession.id);
  paste(box, [SHOT]);
  const files = await screen.findByRole("list", { name: "Files of this message" });
  expect(await within(files).findByText("212 kB")).toBeVisible();
  expect(arrived).toHaveLength(1);
  expect(arrived[0]?.name).toMatch(/^Screenshot, \d\d:\d\d$/);

  await user.type(box, "See here{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
  const [write] = fakeApi.writesTo("/messages");
  expect(write?.body).toMatchObject({ content: "See here" });
  expect(write?.body).toHaveProperty("attachment_ids.length", 1);
  await waitFor(() => expect(files).not.toBeInTheDocument());
});

test("an image needs no text", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  accepted();
  const { user, box } = await openChat(aiSession.id);
  paste(box, [SHOT]);
  await screen.findByText("212 kB");
  await user.type(box, "{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
  expect(fakeApi.writesTo("/messages")[0]).toMatchObject({ body: { content: "" } });
});

test("a text that is too long for a message becomes a file; a shorter one stays text", async () => {
  const { aiSession } = apiWithChat();
  const arrived = accepted(TEXT);
  const { box } = await openChat(aiSession.id);
  paste(box, [], "line\n".repeat(10));
  paste(box, [], "x".repeat(32_001));
  await screen.findByRole("list", { name: "Files of this message" });
  await waitFor(() => expect(arrived).toHaveLength(1));
  expect(arrived[0]?.name).toMatch(/^Pasted text, \d\d:\d\d\.txt$/);
});

test("a file is dropped on the composer", async () => {
  const { aiSession } = apiWithChat();
  const arrived = accepted(TEXT);
  const { box } = await openChat(aiSession.id);
  const dataTransfer = { files: [LOG], types: ["Files"] };
  fireEvent.dragOver(box, { dataTransfer });
  fireEvent.drop(box, { dataTransfer });
  expect(await screen.findByText("app.log")).toBeVisible();
  await waitFor(() => expect(arrived[0]?.name).toBe("app.log"));
});

test("a file that was refused says why, stays, and can be tried again", async () => {
  const { aiSession } = apiWithChat();
  let isBroken = true;
  takeUploads(async (name) => {
    if (isBroken) throw new ApiError(422, { message: "This image is incomplete or damaged." });
    return makeAttachment({ name });
  });
  const { user, box } = await openChat(aiSession.id);
  paste(box, [SHOT]);
  const files = await screen.findByRole("list", { name: "Files of this message" });
  expect(await within(files).findByText("This image is incomplete or damaged.")).toBeVisible();
  isBroken = false;
  await user.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByText("212 kB")).toBeVisible();
});

test("nothing is sent while a file is uploading, and cancelling ends it", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  takeUploads(() => new Promise<Attachment>(() => undefined));
  const { user, box } = await openChat(aiSession.id);
  paste(box, [LOG]);
  const cancel = await screen.findByRole("button", { name: "Cancel app.log" });
  await user.type(box, "Look{Enter}");
  expect(fakeApi.writesTo("/messages")).toHaveLength(0);
  expect(box).toHaveValue("Look");
  await user.click(cancel);
  await waitFor(() => expect(screen.queryByText("app.log")).not.toBeInTheDocument());
  await user.type(box, "{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
});

test("an uploaded file is there after a reload", async () => {
  const { aiSession } = apiWithChat();
  accepted(TEXT);
  const first = await openChat(aiSession.id);
  paste(first.box, [LOG]);
  await screen.findByText("212 kB");
  first.unmount();
  await openChat(aiSession.id);
  expect(await screen.findByText("app.log")).toBeVisible();
});

test("the first message of a session takes files that were uploaded before it", async () => {
  const fakeApi = new FakeApi();
  const arrived = accepted();
  const { user } = openApp("/pilot");
  const box = await screen.findByRole("textbox", { name: "Problem" });
  paste(box, [SHOT]);
  await screen.findByText("212 kB");
  expect(arrived[0]?.place).toBe("new");
  await user.type(box, "Outlook prompts{Enter}");
  await waitFor(() => expect(address()).toMatch(/^\/pilot\/.+/));
  const [write] = fakeApi.writesTo("/ai-sessions");
  expect(write?.body).toMatchObject({ problem: "Outlook prompts" });
  expect(write?.body).toHaveProperty("attachment_ids.length", 1);
});

test("that an image may show secrets is said until it was read, and an image can be renamed", async () => {
  const { fakeApi, aiSession } = apiWithChat();
  accepted();
  server.use(
    http.patch("*/attachments/:id", async ({ request, params }) => {
      const { name } = (await request.json()) as { name: string };
      return HttpResponse.json(makeAttachment({ id: String(params.id), name }));
    }),
  );
  const { user, box } = await openChat(aiSession.id);
  paste(box, [SHOT]);
  await user.click(await screen.findByRole("button", { name: "Understood" }));
  expect(screen.queryByText(/cannot mask passwords/)).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: /: rename$/ }));
  const field = screen.getByRole("textbox", { name: /^Name of/ });
  await user.clear(field);
  await user.type(field, "The prompt{Enter}");
  expect(await screen.findByText("The prompt")).toBeVisible();
  expect(fakeApi.writesTo("/messages")).toHaveLength(0);
});

test("a message shows its images and files, and an image opens in a dialog", async () => {
  const fakeApi = new FakeApi();
  const image = makeAttachment({ name: "Screenshot, 10:02" });
  const text = makeAttachment({ ...TEXT, name: "app.log", bytes: 48_000, lines: 900 });
  const step = makeStep({ author: personOf(fakeApi.user), content: "" });
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [
    { ...step, data: { attachments: [image, text] } },
  ]);
  const { user } = await openChat(aiSession.id);
  expect(await screen.findByText("900 lines, 48 kB")).toBeVisible();
  expect(screen.getByRole("link", { name: "Download app.log" })).toHaveAttribute(
    "href",
    `/api/v1/ai-sessions/${aiSession.id}/attachments/${text.id}`,
  );
  await user.click(screen.getByRole("button", { name: "Open image Screenshot, 10:02" }));
  const dialog = await screen.findByRole("dialog", { name: "Screenshot, 10:02" });
  expect(within(dialog).getByRole("img", { name: "Screenshot, 10:02" })).toHaveAttribute(
    "src",
    `/api/v1/ai-sessions/${aiSession.id}/attachments/${image.id}`,
  );
});
