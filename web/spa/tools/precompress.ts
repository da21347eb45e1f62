/**
 * Also writes each text asset of the build as `.br` and `.gz`, so that the server need not compress on every request.
 *
 * It reads the written files, because other plugins still change the code while the bundle is generated.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg|html)$/;

export function precompress(): Plugin {
  return {
    name: "flowpilot-precompress",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const names = Object.keys(bundle).filter((name) => TEXT.test(name));
      await Promise.all(names.map((name) => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const source = await readFile(path);
  await writeFile(`${path}.br`, brotli(source));
  await writeFile(`${path}.gz`, gzip(source));
}

function brotli(source: Buffer): Buffer {
  return brotliCompressSync(source, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
}

function gzip(source: Buffer): Buffer {
  return gzipSync(source, { level: constants.Z_BEST_COMPRESSION });
}
