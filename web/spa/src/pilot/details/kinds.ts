/** The kinds of facts that every screen knows. Other kinds are shown under their own name. */
export const KINDS = [
  "client",
  "user",
  "device",
  "system",
  "error_code",
  "since",
  "scope",
  "changed",
  "excluded",
  "other",
] as const;
