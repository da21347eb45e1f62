/** Syntax highlighting, loaded on demand. It produces a tree of words and their roles, never HTML. */
import bash from "highlight.js/lib/languages/bash";
import dos from "highlight.js/lib/languages/dos";
import ini from "highlight.js/lib/languages/ini";
import json from "highlight.js/lib/languages/json";
import powershell from "highlight.js/lib/languages/powershell";
import python from "highlight.js/lib/languages/python";
import sql from "highlight.js/lib/languages/sql";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

/** A word of code; `hue` is its role, if it has one. */
export interface CodeWord {
  text: string;
  hue: Hue | null;
}

export type Hue = "comment" | "keyword" | "string" | "number" | "name" | "call";

/** Long code and long lines stay plain, because some grammars' patterns are slow on them. */
const MAX_LENGTH = 20_000;
const MAX_LINE_LENGTH = 1_000;

const lowlight = createLowlight({ bash, dos, ini, json, powershell, python, sql, xml, yaml });

const HUES: Record<string, Hue> = {
  comment: "comment",
  quote: "comment",
  keyword: "keyword",
  literal: "keyword",
  meta: "keyword",
  operator: "keyword",
  string: "string",
  regexp: "string",
  number: "number",
  symbol: "number",
  variable: "name",
  "template-variable": "name",
  attr: "name",
  attribute: "name",
  params: "name",
  built_in: "call",
  title: "call",
  name: "call",
  tag: "call",
  section: "call",
  type: "call",
};

type Root = ReturnType<typeof lowlight.highlight>;
type Node = Root["children"][number];

/** Null if the language is unknown or the code is too long. */
export function highlighted(code: string, language: string): CodeWord[] | null {
  if (!lowlight.registered(language) || isLong(code)) return null;
  return lowlight.highlight(language, code).children.flatMap((node) => wordsOf(node, null));
}

function isLong(code: string): boolean {
  return code.length > MAX_LENGTH || code.split("\n").some((line) => line.length > MAX_LINE_LENGTH);
}

function wordsOf(node: Node, around: Hue | null): CodeWord[] {
  if (node.type === "text") return [{ text: node.value, hue: around }];
  if (node.type !== "element") return [];
  const hue = hueOf(node.properties.className) ?? around;
  return node.children.flatMap((child) => wordsOf(child as Node, hue));
}

function hueOf(classNames: unknown): Hue | null {
  const scope = Array.isArray(classNames) ? String(classNames[0]).replace("hljs-", "") : "";
  return HUES[scope] ?? null;
}
