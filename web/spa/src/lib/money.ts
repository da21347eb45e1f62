/** Amounts of money: the API counts millionths of a US dollar. */

const MICROS = 1_000_000;

const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
/** A single call often costs less than a cent. */
const SMALL = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  maximumSignificantDigits: 2,
});

export function dollars(micros: number): string {
  const amount = micros / MICROS;
  return (amount > 0 && amount < 0.01 ? SMALL : DOLLARS).format(amount);
}

/** Reads what a user typed, such as `25`, `$25` or `1,250.50`; null if it is no amount. */
export function microsOf(typed: string): number | null {
  const plain = typed.replaceAll(/[\s,$]/g, "");
  return /^\d{1,9}(\.\d{1,6})?$/.test(plain) ? Math.round(Number(plain) * MICROS) : null;
}

export function amountText(micros: number): string {
  return String(micros / MICROS);
}
