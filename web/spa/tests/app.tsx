/** The whole app at an address, as the user meets it. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { BrowserRouter } from "react-router";
import { AppRoutes } from "~/app/App";
import { createQueries } from "~/app/queries";

export function openApp(address: string) {
  window.history.replaceState(null, "", address);
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
  return { ...view, queries, user: userEvent.setup() };
}

export function address(): string {
  return window.location.pathname + window.location.search;
}
