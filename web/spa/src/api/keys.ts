/** The query keys of cached answers. Code that learns of a change uses them to invalidate the affected answers. */

export const keys = {
  me: ["me"] as const,
  members: ["members"] as const,
  invitations: ["invitations"] as const,
  accountSettings: ["account-settings"] as const,
  preferences: ["preferences"] as const,
  /** Begins with `preferences`, because every change of these changes it too. */
  reach: ["preferences", "now"] as const,
  aiUsage: ["ai-usage"] as const,
  budgetState: ["budget-state"] as const,
  channels: ["channels"] as const,
  channelCalls: (channelId: string) => ["channel-calls", channelId] as const,
  psaConnection: ["psa-connection"] as const,
  psaLookups: ["psa-lookups"] as const,
  /** Without words: of every choice of words. */
  psaLookup: (kind: string, parentId: string | null, words?: string) =>
    ["psa-lookups", kind, parentId, ...(words === undefined ? [] : [words])] as const,
  psaPeople: ["psa-people"] as const,
  notifications: ["notifications"] as const,
  notificationsAbout: (id: string) => ["notifications-about", id] as const,
  sessions: ["sessions"] as const,
  sessionsWith: (words: string) => ["sessions", words] as const,
  /** A short list for the palette, separate from the sidebar's. */
  sessionsFound: (words: string) => ["sessions", "found", words] as const,
  /** These keys begin with `sessions` and hold lists of the same shape, so a change to a session also reaches them. */
  followUps: ["sessions", { fix: "applied_pending" }] as const,
  readableSessions: ["sessions", { scope: "readable" }] as const,
  escalationFigures: (period: string) => ["figures", "escalations", period] as const,
  sessionFigures: (period: string) => ["figures", "sessions", period] as const,
  fixFigures: (period: string) => ["figures", "fixes", period] as const,
  queue: ["queue"] as const,
  queueOrder: (order: string) => ["queue", order] as const,
  queueCount: ["queue-count"] as const,
  session: (id: string) => ["session", id] as const,
  steps: (id: string) => ["session", id, "steps"] as const,
  fixes: (id: string) => ["session", id, "fixes"] as const,
  facts: (id: string) => ["session", id, "facts"] as const,
  hypotheses: (id: string) => ["session", id, "hypotheses"] as const,
  dismissedFacts: (id: string) => ["session", id, "facts", "dismissed"] as const,
  signals: (id: string) => ["session", id, "signals"] as const,
  lane: (id: string) => ["session", id, "lane"] as const,
  attempts: (id: string) => ["session", id, "attempts"] as const,
  preview: (id: string, kind: string) => ["session", id, "previews", kind] as const,
  documentation: (id: string) => ["session", id, "documentation"] as const,
  similar: (id: string) => ["session", id, "similar"] as const,
  case: (id: string) => ["case", id] as const,
  guide: (id: string) => ["guide", id] as const,
  clientUpdate: (id: string) => ["session", id, "client-update"] as const,
  psaPush: (id: string) => ["session", id, "psa-push"] as const,
  shares: (id: string) => ["shares", id] as const,
  shared: (token: string) => ["shared", token] as const,
  auditLog: (filter: object) => ["audit-log", filter] as const,
  tickets: ["tickets"] as const,
  ticketLists: ["tickets", "list"] as const,
  ticketList: (filter: object) => ["tickets", "list", filter] as const,
  ticketFilters: ["tickets", "filters"] as const,
  ticketsFound: (words: string) => ["tickets", "found", words] as const,
  scripts: ["scripts"] as const,
  scriptLists: ["scripts", "list"] as const,
  scriptList: (filter: object) => ["scripts", "list", filter] as const,
  script: (id: string) => ["scripts", "one", id] as const,
  scriptVersions: (id: string) => ["scripts", "one", id, "versions"] as const,
  scriptVersion: (id: string, version: number) =>
    ["scripts", "one", id, "versions", version] as const,
  scriptCheck: (language: string, body: string) => ["script-check", language, body] as const,
  scriptSessions: ["script-sessions"] as const,
  scriptSession: (id: string) => ["script-sessions", "one", id] as const,
  ticket: (number: string) => ["tickets", "one", number] as const,
  trees: ["trees"] as const,
  treeLists: ["trees", "list"] as const,
  treeList: (filter: object) => ["trees", "list", filter] as const,
  tree: (id: string) => ["trees", "one", id] as const,
  treeVersions: (id: string) => ["trees", "one", id, "versions"] as const,
  treeVersion: (id: string, version: number) => ["trees", "one", id, "versions", version] as const,
  treeFigures: (id: string, period: string) => ["trees", "one", id, "figures", period] as const,
  treeRuns: ["tree-run"] as const,
  treeRun: (id: string) => ["tree-run", id] as const,
  sessionRuns: (id: string) => ["session", id, "tree-runs"] as const,
  handoffs: (id: string) => ["session", id, "handoffs"] as const,
  handoff: (id: string, handoffId: string) => ["session", id, "handoffs", handoffId] as const,
  /** Who was told of a handoff. */
  deliveries: (id: string, handoffId: string) =>
    ["session", id, "handoffs", handoffId, "deliveries"] as const,
};

const WRITE_UPS: unknown[] = ["previews", "documentation", "client-update"];

/** Whether the answer is a text that a job writes. It has its own call and its own event. */
export function isWriteUp([noun, , part]: readonly unknown[]): boolean {
  return noun === "session" && WRITE_UPS.includes(part);
}

/** Whether the answer is the list of a session's runs of trees. It has its own call and its own event. */
export function isSessionRuns([noun, , part]: readonly unknown[]): boolean {
  return noun === "session" && part === "tree-runs";
}

/** Whether the answer says who was told of a handoff. It changes with every message that is sent, and has its own call. */
export function isDeliveries([noun, , , , part]: readonly unknown[]): boolean {
  return noun === "session" && part === "deliveries";
}
