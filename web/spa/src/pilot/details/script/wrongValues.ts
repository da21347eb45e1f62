import { ApiError } from "~/api/errors";

/** 422 names each value that the script does not take. */
export function wrongValues(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError) || error.status !== 422) return {};
  const named = (error.detail as { values?: Record<string, string[]> } | null)?.values ?? {};
  return Object.fromEntries(Object.entries(named).map(([name, said]) => [name, said.join(" ")]));
}
