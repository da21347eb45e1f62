/**
 * Keeps the hashed files of the previous build. A page that was opened before an upgrade still requests them, for the screen or dialog that
 * its user opens next. Older files are removed.
 */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

const ASSETS = "assets";
/** A hidden file outside the assets, so that no page requests it. */
const RECORD = ".builds.json";
/** The suffixes of the files that `precompress` writes. */
const COMPRESSED = /\.(br|gz)$/;

/** The file names of this build and of the previous one. */
interface Builds {
  current: string[];
  last: string[];
}

export function keepLast(): Plugin {
  return {
    name: "flowpilot-keep-last",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const written = Object.keys(bundle).filter((name) => name.startsWith(`${ASSETS}/`));
      await dropOlder(dir, written.sort());
    },
  };
}

/** Records `written` as the current build in `dir`, and removes the assets that belong to neither this nor the previous build. */
export async function dropOlder(dir: string, written: string[]): Promise<void> {
  const before = await recorded(dir);
  // Building the same files again does not count as a new build.
  const isSame = JSON.stringify(before.current) === JSON.stringify(written);
  const builds = isSame ? before : { current: written, last: before.current };
  const kept = new Set([...builds.current, ...builds.last]);
  for (const name of await readdir(join(dir, ASSETS))) {
    if (!kept.has(`${ASSETS}/${name.replace(COMPRESSED, "")}`)) await rm(join(dir, ASSETS, name));
  }
  await writeFile(join(dir, RECORD), JSON.stringify(builds));
}

async function recorded(dir: string): Promise<Builds> {
  try {
    return JSON.parse(await readFile(join(dir, RECORD), "utf8")) as Builds;
  } catch {
    return { current: [], last: [] };
  }
}
