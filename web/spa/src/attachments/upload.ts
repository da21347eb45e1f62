/** Uploads the files that a user pastes, drops or picks, and changes them until their message is sent. Loaded when first used. */
import { removeAttachment, renameAttachment, uploadAttachment } from "~/api/attachments";
import { messageOf } from "~/api/errors";
import { newKey } from "~/lib/ids";
import { serverNow } from "~/lib/serverTime";
import { announce } from "~/ui/announcer";
import { changeFile, dropFile, fileOf, MOST_FILES, type TrayFile, trayOf } from "./tray";

const MOST_BYTES = 5 * 1_048_576;

interface Place {
  userId: string;
  sessionId: string;
}

/** What an upload needs to be cancelled or tried again. The key stays, so that a lost answer does not store the file twice. */
interface Running {
  file: File;
  key: string;
  stop: AbortController;
}

const running = new Map<string, Running>();

export function addFiles({ userId, sessionId }: Place, files: File[]): void {
  const tray = trayOf(userId, sessionId);
  const room = MOST_FILES - tray.get().length;
  if (files.length > room) announce(`A message takes at most ${MOST_FILES} files.`);
  for (const file of files.slice(0, Math.max(0, room))) {
    const id = newKey();
    running.set(id, { file, key: newKey(), stop: new AbortController() });
    tray.set((now) => [...now, fresh(id, file, sessionId)]);
    start(id);
  }
}

export function cancelOrRemove(file: TrayFile): void {
  running.get(file.id)?.stop.abort();
  running.delete(file.id);
  dropFile(file.id);
  // A file that cannot be removed now is removed by the server after a day.
  if (file.attachment) removeAttachment(file.place, file.attachment.id).catch(() => undefined);
}

export function retry(file: TrayFile): void {
  changeFile(file.id, { state: "uploading", sent: 0, reason: null });
  start(file.id);
}

export async function rename(file: TrayFile, name: string): Promise<void> {
  if (!file.attachment) return;
  try {
    const attachment = await renameAttachment(file.place, file.attachment.id, name, newKey());
    changeFile(file.id, { name, attachment });
  } catch (error) {
    announce(`Not renamed. ${messageOf(error)}`);
  }
}

function fresh(id: string, file: File, sessionId: string): TrayFile {
  return {
    id,
    name: nameOf(file),
    bytes: file.size,
    state: "uploading",
    sent: 0,
    reason: null,
    place: sessionId,
    attachment: null,
  };
}

/** Browsers call every pasted image "image.png"; the time says more to people who cannot see it. */
function nameOf(file: File): string {
  if (!/^image\.\w+$/.test(file.name)) return file.name || "File";
  const time = new Date(serverNow()).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
  });
  return `Screenshot, ${time}`;
}

async function start(id: string): Promise<void> {
  const upload = running.get(id);
  const file = fileOf(id);
  if (!upload || !file) return;
  if (upload.file.size > MOST_BYTES) return failed(id, "This file is larger than 5 MB.");
  try {
    const attachment = await uploadAttachment(file.place, upload.file, {
      name: file.name,
      key: upload.key,
      signal: upload.stop.signal,
      onProgress: (sent) => changeFile(id, { sent }),
    });
    running.delete(id);
    changeFile(id, { state: "ready", sent: 1, bytes: attachment.bytes, attachment });
    announce(`${attachment.name} is attached.`);
  } catch (error) {
    // A cancelled file is gone, and its end is no failure.
    if (fileOf(id)) failed(id, messageOf(error));
  }
}

function failed(id: string, reason: string): void {
  changeFile(id, { state: "failed", reason });
  announce(`Not attached. ${reason}`);
}
