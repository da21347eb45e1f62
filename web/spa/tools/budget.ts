/**
 * The weight of a first load, held by the build: it fails when a screen costs more than its budget.
 *
 * A screen's weight is the gzipped size of the entry, of the screen's own chunk and of all that these two import statically; what is
 * loaded on demand (dialogs, markdown) is not part of it.
 */
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Chunk = Rolldown.OutputChunk;
type Bundle = Rolldown.OutputBundle;

const KB = 1000;

export interface Budgets {
  /** Screen module (path below src/) to its budget in kB of gzipped JavaScript. */
  screens: Record<string, number>;
  /** All style sheets together, kB gzipped. */
  css: number;
  /** Each font file, kB as it is (woff2 does not compress further). */
  font: number;
}

export function budget(limits: Budgets): Plugin {
  return {
    name: "flowpilot-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const lines = [...screenLines(limits, bundle), ...assetLines(limits, bundle)];
      for (const line of lines) this.info(line.text);
      const broken = lines.filter((line) => line.size > line.limit).map((line) => line.text);
      if (broken.length > 0) this.error(`Over budget:\n${broken.join("\n")}`);
    },
  };
}

interface Line {
  text: string;
  size: number;
  limit: number;
}

function line(name: string, size: number, limit: number): Line {
  return { text: `${name}: ${size.toFixed(1)} kB of ${limit} kB`, size, limit };
}

function screenLines(limits: Budgets, bundle: Bundle): Line[] {
  const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === "chunk");
  const entry = chunks.find((chunk) => chunk.isEntry);
  return Object.entries(limits.screens).map(([screen, limit]) => {
    const own = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/src/${screen}`));
    if (!entry || !own) throw new Error(`No chunk for the screen ${screen}`);
    const files = new Set([...closure(entry, bundle), ...closure(own, bundle)]);
    return line(screen, weight([...files], bundle), limit);
  });
}

function closure(chunk: Chunk, bundle: Bundle, seen = new Set<string>()): Set<string> {
  if (seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const name of chunk.imports) {
    const next = bundle[name];
    if (next?.type === "chunk") closure(next, bundle, seen);
  }
  return seen;
}

function weight(files: string[], bundle: Bundle): number {
  const sizes = files.map((name) => gzipSync((bundle[name] as Chunk).code).length);
  return sizes.reduce((sum, size) => sum + size, 0) / KB;
}

function assetLines(limits: Budgets, bundle: Bundle): Line[] {
  const assets = Object.values(bundle).filter((file) => file.type === "asset");
  const css = assets.filter((asset) => asset.fileName.endsWith(".css"));
  const cssSize = css.reduce((sum, asset) => sum + gzipSync(asset.source).length, 0) / KB;
  const fonts = assets.filter((asset) => asset.fileName.endsWith(".woff2"));
  return [
    line("style sheets", cssSize, limits.css),
    ...fonts.map((font) => line(font.fileName, font.source.length / KB, limits.font)),
  ];
}
