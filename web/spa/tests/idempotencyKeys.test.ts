import { expect, test } from "vitest";
import { ApiError } from "~/api/errors";
import { IdempotencyKeys } from "~/lib/idempotencyKeys";

/** Sends `body`, gets each of `answers` in turn, and returns the keys that were used. */
async function keysOf(answers: (ApiError | "ok")[], body: unknown = { reason: "Stuck" }) {
  const acts = new IdempotencyKeys();
  const used: string[] = [];
  for (const answer of answers) {
    const call = async (key: string) => {
      used.push(key);
      if (answer !== "ok") throw answer;
    };
    await acts.send(body, call).catch(() => undefined);
  }
  return used;
}

const no = (status: number, code = "x", retryAfter: number | null = null) =>
  new ApiError(status, { code }, retryAfter);
const LOST = no(0);

test.each([no(409, "idempotency_conflict", 1), no(401), no(402), no(403), no(429), no(500)])(
  "after an unknown outcome, a refusal of the retry ($status) keeps the key",
  async (refusal) => {
    const used = await keysOf([LOST, refusal, refusal, "ok"]);
    expect(new Set(used).size).toBe(1);
  },
);

test("a first call that is still running keeps its key", async () => {
  const [first, second] = await keysOf([no(409, "idempotency_conflict", 1), "ok"]);
  expect(second).toBe(first);
});

test.each([no(409, "session_closed"), no(422), no(401), no(403)])(
  "a refusal of the first try ($status) ends the key",
  async (refusal) => {
    const [first, second] = await keysOf([refusal, "ok"]);
    expect(second).not.toBe(first);
  },
);

test("a key used for another body is dropped", async () => {
  const [first, second] = await keysOf([no(409, "idempotency_conflict"), "ok"]);
  expect(second).not.toBe(first);
});

test("a successful action ends its key: the same body again gets a new key", async () => {
  const [first, second] = await keysOf(["ok", "ok"]);
  expect(second).not.toBe(first);
});

test("another action does not take the key of one whose outcome is unknown", async () => {
  const acts = new IdempotencyKeys();
  const used: string[] = [];
  const lose = async (key: string) => {
    used.push(key);
    throw LOST;
  };
  for (const body of ["one", "two", "one"]) await acts.send(body, lose).catch(() => undefined);
  expect(used[2]).toBe(used[0]);
  expect(used[1]).not.toBe(used[0]);
});
