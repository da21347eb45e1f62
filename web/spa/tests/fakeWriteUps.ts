/** The texts that jobs write about a session: what a test says they are, and how a call changes them. */
import type {
  CaseDraft,
  ClientUpdate,
  Documentation,
  Person,
  Preview,
  Sections,
  User,
} from "~/api/types";
import { NOW } from "./factories";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

const NO_SECTIONS: Sections = {
  problem: "",
  environment: "",
  facts: "",
  actions: "",
  cause: "",
  resolution: "",
  verification: "",
  next_steps: "",
};

const NOTHING = {
  status: "none" as const,
  content: null,
  draft: null,
  state_version: null,
  stale: false,
  edited_by: null,
  edited_at: null,
  error: null,
  provider_label: null,
  can_edit: true,
};

export function makeDocumentation(part: Partial<Documentation> = {}): Documentation {
  const sections = { ...NO_SECTIONS, ...part.sections };
  return {
    ...NOTHING,
    draft_sections: null,
    missing: [],
    time_spent_minutes: 15,
    is_time_proposed: true,
    ...part,
    sections,
  };
}

export function makeClientUpdate(part: Partial<ClientUpdate> = {}): ClientUpdate {
  return { ...NOTHING, reader: "Contoso", ...part };
}

export function makePreview(part: Partial<Preview> = {}): Preview {
  const preview: Preview = {
    status: "ready",
    content: "## Outcome\n\nNot solved yet.",
    state_version: 1,
    stale: false,
    error: null,
    provider_label: "Demo AI",
    model: "demo-playbooks-1",
    generated_at: NOW,
  };
  return { ...preview, ...part };
}

const NO_PREVIEW = makePreview({ status: "none", content: null, state_version: null, model: null });

export class FakeWriteUps {
  /** By session id. */
  documentation: Record<string, Documentation> = {};
  clientUpdates: Record<string, ClientUpdate> = {};
  /** By session id and kind: `${id} resolution-note`. */
  previews: Record<string, Preview> = {};
  cases: Record<string, CaseDraft> = {};
  posted: "no_psa" | "queued" = "no_psa";

  constructor(private readonly user: () => User) {}

  reads: [string, (params: Params) => unknown][] = [
    ["/ai-sessions/:id/documentation", ({ id }) => this.documentationOf(id)],
    ["/ai-sessions/:id/client-update", ({ id }) => this.clientUpdateOf(id)],
    ["/ai-sessions/:id/previews/:kind", (params) => this.previewOf(params)],
    ["/ai-sessions/:id/case", ({ id }) => this.caseOf(id)],
  ];

  /** A job is asked for; the test sets its result, and sends the event. */
  requests: [string, (params: Params) => unknown][] = [
    [
      "/ai-sessions/:id/documentation",
      ({ id }) => this.changeDocumentation(id, { status: "pending", error: null }),
    ],
    [
      "/ai-sessions/:id/client-update",
      ({ id }) => this.changeClientUpdate(id, { status: "pending", error: null }),
    ],
    ["/ai-sessions/:id/previews/:kind", (params) => this.askForPreview(params)],
    ["/ai-sessions/:id/case", ({ id }) => this.askForCase(id)],
    ["/ai-sessions/:id/client-update/post", () => ({ status: this.posted })],
  ];

  edits: [string, (params: Params, body: Body) => unknown][] = [
    ["/ai-sessions/:id/documentation", ({ id }, body) => this.editDocumentation(id, body)],
    ["/ai-sessions/:id/client-update", ({ id }, body) => this.editClientUpdate(id, body)],
  ];

  private documentationOf(id: unknown): Documentation {
    return this.documentation[String(id)] ?? makeDocumentation();
  }

  private clientUpdateOf(id: unknown): ClientUpdate {
    return this.clientUpdates[String(id)] ?? makeClientUpdate();
  }

  private previewOf({ id, kind }: Params): Preview {
    return this.previews[`${id} ${kind}`] ?? NO_PREVIEW;
  }

  private caseOf(id: unknown): CaseDraft {
    return this.cases[String(id)] ?? { ...NO_PREVIEW, content: null };
  }

  private askForCase(id: unknown): CaseDraft {
    const asked: CaseDraft = { ...this.caseOf(id), status: "pending", error: null };
    this.cases[String(id)] = asked;
    return asked;
  }

  private askForPreview(params: Params): Preview {
    const asked: Preview = { ...this.previewOf(params), status: "pending", error: null };
    this.previews[`${params.id} ${params.kind}`] = asked;
    return asked;
  }

  private changeDocumentation(id: unknown, part: Partial<Documentation>): Documentation {
    const changed = { ...this.documentationOf(id), ...part };
    this.documentation[String(id)] = changed;
    return changed;
  }

  private editDocumentation(id: unknown, body: Body): Documentation {
    const { sections, draft, draft_sections } = this.documentationOf(id);
    const { sections: edited, accept_draft, ...rest } = body;
    const taken =
      accept_draft && draft_sections ? { sections: draft_sections, content: draft } : {};
    const own = edited ? { sections: { ...sections, ...(edited as Partial<Sections>) } } : {};
    const left = accept_draft ? { draft: null, draft_sections: null } : {};
    return this.changeDocumentation(id, { ...rest, ...own, ...taken, ...left, ...this.signed() });
  }

  private changeClientUpdate(id: unknown, part: Partial<ClientUpdate>): ClientUpdate {
    const changed = { ...this.clientUpdateOf(id), ...part };
    this.clientUpdates[String(id)] = changed;
    return changed;
  }

  private editClientUpdate(id: unknown, { content }: Body): ClientUpdate {
    return this.changeClientUpdate(id, { content: String(content), ...this.signed() });
  }

  private signed(): { status: "ready"; edited_by: Person; edited_at: string } {
    const { id, name } = this.user();
    return { status: "ready", edited_by: { id, name }, edited_at: NOW };
  }
}
