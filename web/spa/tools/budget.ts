/**
 * Checks the size of a first load: the build fails if a screen exceeds its budget.
 *
 * A screen's size is the gzipped size of the entry chunk, the screen's own chunk, and everything that these two import statically. Code
 * that loads on demand (dialogs, Markdown) does not count. Its style sheets are counted in the same way.
 */
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Chunk = Rolldown.OutputChunk;
type Bundle = Rolldown.OutputBundle;

const KB = 1000;

export interface Budgets {
  /** The budget of each screen module (path below src/), in kB of gzipped JavaScript. */
  screens: Record<string, number>;
  /** The style sheets that a screen needs before it is shown, in kB gzipped. */
  css: number;
  /** Each font file, in kB as it is (woff2 does not compress further). */
  font: number;
}

export function budget(limits: Budgets): Plugin {
  return {
    name: "flowpilot-budget",
    apply: "build",
    // Runs after Vite's own plugins, one of which writes the style sheet.
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const lines = [...screenLines(limits, bundle), ...assetLines(limits, bundle)];
        for (const line of lines) this.info(line.text);
        const broken = lines.filter((line) => line.size > line.limit).map((line) => line.text);
        if (broken.length > 0) this.error(`Over budget:\n${broken.join("\n")}`);
      },
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
  return Object.entries(limits.screens).flatMap(([screen, limit]) => {
    const own = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/src/${screen}`));
    if (!entry || !own) throw new Error(`No chunk for the screen ${screen}`);
    const names = [...new Set([...closure(entry, bundle), ...closure(own, bundle)])];
    const needed = names.map((name) => bundle[name] as Chunk);
    return [
      line(screen, weight(needed), limit),
      line(`${screen}, style sheets`, stylesWeight(needed, bundle), limits.css),
    ];
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

function weight(chunks: Chunk[]): number {
  const sizes = chunks.map((chunk) => gzipSync(chunk.code).length);
  return sizes.reduce((sum, size) => sum + size, 0) / KB;
}

function assetLines(limits: Budgets, bundle: Bundle): Line[] {
  const assets = Object.values(bundle).filter((file) => file.type === "asset");
  const fonts = assets.filter((asset) => asset.fileName.endsWith(".woff2"));
  return fonts.map((font) => line(font.fileName, font.source.length / KB, limits.font));
}

function stylesWeight(chunks: Chunk[], bundle: Bundle): number {
  const names = new Set(chunks.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const sheets = [...names].map((name) => bundle[name]).filter((file) => file?.type === "asset");
  if (sheets.length === 0) throw new Error("No style sheet in the bundle");
  return sheets.reduce((sum, sheet) => sum + gzipSync(sheet.source).length, 0) / KB;
}
