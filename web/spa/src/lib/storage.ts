/**
 * Stores values in this browser, always under the user to whom they belong.
 *
 * Storage may be full or forbidden; the app then works without it.
 */

export function userKey(userId: string, ...parts: string[]): string {
  return ["fp", userId, ...parts].join(":");
}

export function readText(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function writeText(key: string, value: string): void {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // Storing is a convenience: full or forbidden storage must not stop the work.
  }
}

export function readJson<T>(key: string, otherwise: T): T {
  const text = readText(key);
  if (!text) return otherwise;
  try {
    return JSON.parse(text) as T;
  } catch {
    return otherwise;
  }
}

export function writeJson(key: string, value: unknown): void {
  writeText(key, JSON.stringify(value));
}
