/**
 * The idempotency key of one user action. Create it when the user acts, and send the same key on every retry. `crypto.randomUUID` exists
 * only on https and localhost, and a development server may run on neither.
 */
export function newKey(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
