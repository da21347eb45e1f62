/** Opens the whole app at an address. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { Suspense } from "react";
import { BrowserRouter } from "react-router";
import { AppRoutes } from "~/app/App";
import { createQueries } from "~/app/queries";
import { hearClicks } from "~/push/clicks";
import { advanceClock } from "./clock";

export function openApp(address: string) {
  window.history.replaceState(null, "", address);
  hearClicks();
  const queries = createQueries();
  const view = render(
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Suspense fallback={null}>
          <AppRoutes />
        </Suspense>
      </BrowserRouter>
    </QueryClientProvider>,
  );
  const fastUser = userEvent.setup();
  return { ...view, queries, user: withPauses(fastUser), fastUser };
}

/** Waits a second before each action, so that guarded controls respond. `fastUser` does not wait. */
function withPauses(user: UserEvent): UserEvent {
  return new Proxy(user, {
    get(target, name) {
      const act = Reflect.get(target, name);
      if (typeof act !== "function") return act;
      return (...args: unknown[]) => {
        advanceClock(1_000);
        return act.apply(target, args);
      };
    },
  });
}

export function address(): string {
  return window.location.pathname + window.location.search;
}
