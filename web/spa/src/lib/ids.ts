/** Keys made in the browser. */

/**
 * The idempotency key of one act of the user: make it when the user acts, and send the same one on every retry of that act.
 * `crypto.randomUUID` exists on https and localhost only, and a development server may run on neither.
 */
export function newKey(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
