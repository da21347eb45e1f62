/**
 * The files of a message that is not sent yet: one tray per AI session and one for the next new session.
 *
 * Uploads that the server has are stored beside the draft and survive a reload. A file that is still being sent, or that failed, is only in
 * memory.
 */
import type { Attachment } from "~/api/types";
import { readJson, userKey, writeJson, writeText } from "~/lib/storage";
import { createStore, type Store, useStore } from "~/lib/store";

/** The API's limit. */
export const MOST_FILES = 4;

export interface TrayFile {
  id: string;
  name: string;
  bytes: number;
  state: "uploading" | "ready" | "failed";
  /** The part that has been sent, 0 to 1. */
  sent: number;
  /** Why it failed, as a message. */
  reason: string | null;
  /** Where it was uploaded to: a session's id, or NEW. */
  place: string;
  attachment: Attachment | null;
}

const stores = new Map<string, Store<TrayFile[]>>();

export function trayOf(userId: string, sessionId: string): Store<TrayFile[]> {
  const key = userKey(userId, "files", sessionId);
  let store = stores.get(key);
  if (!store) {
    const fresh = createStore(readJson<TrayFile[]>(key, []));
    fresh.subscribe(() => keep(key, fresh.get()));
    stores.set(key, fresh);
    store = fresh;
  }
  return store;
}

function keep(key: string, files: TrayFile[]): void {
  const ready = files.filter((file) => file.state === "ready");
  if (ready.length > 0) writeJson(key, ready);
  else writeText(key, "");
}

/** The file, in whichever tray it is now: a tray moves to the session that its message opened. */
export function fileOf(id: string): TrayFile | undefined {
  return holding(id)
    ?.get()
    .find((file) => file.id === id);
}

/** Changes the file; one that was removed stays removed. */
export function changeFile(id: string, values: Partial<TrayFile>): void {
  holding(id)?.set((now) => now.map((file) => (file.id === id ? { ...file, ...values } : file)));
}

export function dropFile(id: string): void {
  holding(id)?.set((now) => now.filter((file) => file.id !== id));
}

function holding(id: string): Store<TrayFile[]> | undefined {
  return [...stores.values()].find((store) => store.get().some((file) => file.id === id));
}

export function useTray(userId: string, sessionId: string): TrayFile[] {
  return useStore(trayOf(userId, sessionId));
}

export function readyOf(files: TrayFile[]): Attachment[] {
  return files.flatMap(({ state, attachment }) =>
    state === "ready" && attachment ? [attachment] : [],
  );
}

/** Empties the tray because its files are being sent. */
export function takeTray(userId: string, sessionId: string): Attachment[] {
  const store = trayOf(userId, sessionId);
  const taken = readyOf(store.get());
  store.set((files) => files.filter((file) => file.state !== "ready"));
  return taken;
}

/** Puts the files of a message that was not sent back. */
export function restoreTray(userId: string, sessionId: string, attachments: Attachment[]): void {
  if (attachments.length === 0) return;
  const files = attachments.map((attachment) => ({
    id: attachment.id,
    name: attachment.name,
    bytes: attachment.bytes,
    state: "ready" as const,
    sent: 1,
    reason: null,
    place: sessionId,
    attachment,
  }));
  trayOf(userId, sessionId).set((now) => [...now, ...files]);
}

/** Moves the files that were added while a new session was being opened into that session's tray. */
export function moveTray(userId: string, from: string, to: string): void {
  const source = trayOf(userId, from);
  const files = source.get();
  if (files.length === 0) return;
  trayOf(userId, to).set((now) => [...now, ...files]);
  source.set([]);
}
