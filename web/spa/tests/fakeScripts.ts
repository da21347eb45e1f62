/** The library of scripts, and what a call does to it. A check finds "Remove-Item" and passwords, and nothing else. */
import { HttpResponse } from "msw";
import type { Script, ScriptVersion } from "~/api/scripts";
import type { Person } from "~/api/types";
import { id, NOW } from "./factories";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

export const PRIYA: Person = { id: "0198c0de-0000-7000-8000-0000000000aa", name: "Priya Nair" };

export function makeScript(part: Partial<Script> = {}): Script {
  return {
    id: id(),
    title: "Clear print queue",
    purpose: "Removes the jobs that wait in one queue.",
    language: "powershell",
    body: "Get-PrintJob -PrinterName {{PrinterName}} | Remove-PrintJob\nRestart-Service Spooler\n",
    parameters: [
      {
        name: "PrinterName",
        label: "Printer",
        type: "text",
        required: true,
        default: null,
        choices: null,
        pattern: null,
        help: null,
      },
    ],
    risk: "changes",
    risk_reasons: ["Line 2 restarts a service on a server"],
    tags: ["printing"],
    status: "published",
    version: 3,
    is_template: true,
    read_only: false,
    use_count: 41,
    source: { kind: "written", session_id: null, fix_id: null, guide_id: null },
    created_by: PRIYA,
    updated_by: PRIYA,
    created_at: NOW,
    updated_at: NOW,
    ...part,
  };
}

export class FakeScripts {
  scripts: Script[] = [];
  versions: Record<string, ScriptVersion[]> = {};
  /** The search of each read of the list. */
  readonly searches: string[] = [];
  result = {
    imported: [] as Script[],
    refused: [] as { name: string; code: string; message: string }[],
  };

  readonly reads: [string, (params: Params, query: URLSearchParams) => unknown][] = [
    ["/scripts", (_params, query) => this.list(query)],
    ["/scripts/:sid", ({ sid }) => this.one(sid)],
    ["/scripts/:sid/versions", ({ sid }) => ({ items: this.history(sid), next_cursor: null })],
    [
      "/scripts/:sid/versions/:n",
      ({ sid, n }) => this.history(sid).find(({ version }) => version === Number(n)),
    ],
  ];

  readonly writes: [
    "post" | "patch" | "delete",
    string,
    number,
    (params: Params, body: Body) => unknown,
  ][] = [
    ["post", "/scripts/check", 200, (_params, { body }) => checked(String(body))],
    ["post", "/scripts/import", 201, () => this.result],
    [
      "post",
      "/scripts/:sid/render",
      200,
      ({ sid }, { values }) => this.render(sid, values as Body),
    ],
    ["post", "/scripts/:sid/copy", 201, ({ sid }) => this.copy(sid)],
    ["post", "/scripts/:sid/restore", 200, ({ sid }, { version }) => this.restore(sid, version)],
    ["post", "/scripts", 201, (_params, body) => this.create(body)],
    ["patch", "/scripts/:sid", 200, ({ sid }, body) => this.save(sid, body)],
    ["delete", "/scripts/:sid", 204, ({ sid }) => this.archive(sid)],
  ];

  add(part: Partial<Script> = {}): Script {
    const script = makeScript(part);
    this.scripts.push(script);
    this.versions[script.id] = [versionOf(script)];
    return script;
  }

  /** Somebody else saves: the script has a newer version than the one that is shown. */
  savedByPriya(script: Script, part: Partial<Script>): void {
    this.put({ ...this.one(script.id), ...part, version: this.one(script.id).version + 1 });
  }

  private one(sid: unknown): Script {
    return this.scripts.find((each) => each.id === sid) as Script;
  }

  private history(sid: unknown): ScriptVersion[] {
    return this.versions[String(sid)] ?? [];
  }

  private put(script: Script): Script {
    this.scripts = this.scripts.map((each) => (each.id === script.id ? script : each));
    this.versions[script.id] = [versionOf(script), ...this.history(script.id)];
    return script;
  }

  private list(query: URLSearchParams) {
    this.searches.push(String(query));
    const words = query.get("q")?.toLowerCase() ?? "";
    const items = this.scripts.filter(
      ({ title, status }) =>
        title.toLowerCase().includes(words) && status !== (query.get("status") ? "" : "archived"),
    );
    return { items, next_cursor: null, totals: { scripts: 38, templates: 24 } };
  }

  private create(body: Body): Script {
    return this.add({ ...(body as Partial<Script>), status: "draft", version: 1 });
  }

  private save(sid: unknown, { version, ...change }: Body): unknown {
    const now = this.one(sid);
    if (now.version !== version) return conflict(now);
    return this.put({ ...now, ...(change as Partial<Script>), version: now.version + 1 });
  }

  private restore(sid: unknown, version: unknown): Script {
    const kept = this.history(sid).find((each) => each.version === version) as ScriptVersion;
    const { title, body, parameters } = kept;
    const now = this.one(sid);
    return this.put({ ...now, title, body, parameters, status: "draft", version: now.version + 1 });
  }

  private archive(sid: unknown): void {
    this.put({ ...this.one(sid), status: "archived" });
  }

  private copy(sid: unknown): Script {
    return this.add({ ...this.one(sid), id: id(), read_only: false, status: "draft", version: 1 });
  }

  private render(sid: unknown, values: Body) {
    const script = this.one(sid).body.replace(
      /\{\{(\w+)\}\}/g,
      (_all, name) => `'${values[name]}'`,
    );
    return { script, warnings: [] };
  }
}

function conflict(script: Script): Response {
  const body = {
    status: 409,
    code: "version_conflict",
    message: "Somebody saved.",
    detail: { script },
  };
  return HttpResponse.json(body, { status: 409 });
}

function versionOf(script: Script): ScriptVersion {
  return { ...script, restored_from: null };
}

function checked(body: string) {
  const lines = body.split("\n");
  const at = lines.findIndex((line) => line.includes("Remove-Item"));
  const secret = lines.findIndex((line) => line.includes("hunter2"));
  return {
    problems: lines.flatMap((line, index) =>
      line.includes("{ ")
        ? [{ line: index + 1, column: 1, message: "A brace is missing.", severity: "error" }]
        : [],
    ),
    credentials:
      secret < 0
        ? []
        : [
            {
              line: secret + 1,
              column: [...(lines[secret] ?? "")].join("").indexOf("hunter2") + 1,
              length: 7,
              label: "password",
            },
          ],
    risk: at < 0 ? "changes" : "destroys",
    risk_reasons: at < 0 ? [] : [`Line ${at + 1} removes files`],
  };
}
