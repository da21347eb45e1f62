import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useGuard } from "~/keyboard/useGuard";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a handler does nothing for 700 ms after its control appeared or moved", () => {
  const done = vi.fn();
  const guard = renderHook(({ resetKey }) => useGuard(resetKey)(done), {
    initialProps: { resetKey: 1 },
  });
  const press = () => act(() => guard.result.current());
  press();
  vi.advanceTimersByTime(699);
  press();
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  press();
  expect(done).toHaveBeenCalledTimes(1);

  guard.rerender({ resetKey: 1 });
  press();
  expect(done).toHaveBeenCalledTimes(2);

  guard.rerender({ resetKey: 2 });
  press();
  expect(done).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(700);
  press();
  expect(done).toHaveBeenCalledTimes(3);
});
