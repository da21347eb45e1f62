import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dropOlder } from "../tools/keepLast.ts";

let dir = "";

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "builds-"));
  await mkdir(join(dir, "assets"));
});
afterEach(() => rm(dir, { recursive: true }));

async function build(...names: string[]): Promise<void> {
  for (const name of names) {
    for (const end of ["", ".br", ".gz"]) await writeFile(join(dir, "assets", name + end), "");
  }
  await dropOlder(
    dir,
    names.map((name) => `assets/${name}`),
  );
}

async function served(): Promise<string[]> {
  return (await readdir(join(dir, "assets"))).filter((name) => name.endsWith(".js")).sort();
}

test("the files of the previous build stay; older ones are removed with their compressed copies", async () => {
  await build("chat-1.js", "same.js");
  await build("chat-2.js", "same.js");
  expect(await served()).toEqual(["chat-1.js", "chat-2.js", "same.js"]);
  await build("chat-3.js", "same.js");
  expect(await served()).toEqual(["chat-2.js", "chat-3.js", "same.js"]);
  expect(await readdir(join(dir, "assets"))).toHaveLength(9);
});

test("repeating the same build does not remove the previous one", async () => {
  await build("chat-1.js");
  await build("chat-2.js");
  await build("chat-2.js");
  expect(await served()).toEqual(["chat-1.js", "chat-2.js"]);
});
