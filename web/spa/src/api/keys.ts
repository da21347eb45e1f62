/** The names under which answers are kept, so that whoever hears of a change knows what to read again. */

export const keys = {
  me: ["me"] as const,
  members: ["members"] as const,
  notifications: ["notifications"] as const,
  sessions: ["sessions"] as const,
  sessionsWith: (words: string) => ["sessions", words] as const,
  queue: ["queue"] as const,
  queueOrder: (order: string) => ["queue", order] as const,
  queueCount: ["queue-count"] as const,
  session: (id: string) => ["session", id] as const,
  steps: (id: string) => ["session", id, "steps"] as const,
  fixes: (id: string) => ["session", id, "fixes"] as const,
  facts: (id: string) => ["session", id, "facts"] as const,
  handoffs: (id: string) => ["session", id, "handoffs"] as const,
  handoff: (id: string, handoffId: string) => ["session", id, "handoffs", handoffId] as const,
};
