import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { marksAmong, marksUpTo, seriesOf } from "~/analytics/series";
import { page } from "~/lib/page";
import { openApp } from "../app";
import { makeUser } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";
import { ESCALATIONS, FEW, FIXES, makePart, SESSIONS } from "./figures";

let asked: URLSearchParams[] = [];

beforeEach(() => {
  asked = [];
  const answers = { escalations: ESCALATIONS, sessions: SESSIONS, fixes: FIXES };
  server.use(
    ...Object.entries(answers).map(([name, figures]) =>
      http.get(`*/api/v1/analytics/flowpilot/${name}`, ({ request }) => {
        asked.push(new URL(request.url).searchParams);
        return HttpResponse.json(figures);
      }),
    ),
  );
});

function part(name: string) {
  return within(screen.getByRole("region", { name }));
}

test("an engineer reads the figures, the chart as a table, and downloads a file", async () => {
  new FakeApi();
  const { user } = openApp("/analytics");
  await screen.findByText("3.1");
  expect(part("Resolved").getByText("81")).toBeVisible();
  expect(part("Resolved").getByText("312 of 385 sessions")).toBeVisible();
  expect(part("Escalated").getByText("46 escalations, 41 claimed")).toBeVisible();
  expect(part("Reopened").getByText("11 sessions within 30 days")).toBeVisible();
  expect(screen.getByText("24 Oct to 23 Nov, Europe/Berlin")).toBeVisible();
  const chart = part("From claim to first action");
  expect(chart.getByRole("img", { name: /^Three lines by day, in minutes: p95/ })).toBeVisible();
  await user.click(chart.getByRole("button", { name: "Table" }));
  expect(chart.getAllByRole("row")).toHaveLength(32);
  expect(chart.getByRole("row", { name: "24 Oct 6 5.0 6.5 20.0" })).toBeVisible();
  expect(
    part("By person").getByRole("row", { name: /Ada Reyes 7 4 Not enough data/ }),
  ).toBeVisible();
  expect(part("By client").getByText("=Contoso <b>Dental</b>")).toBeVisible();
  expect(part("By client").getByText("No client")).toBeVisible();
  expect(part("Suggested fixes").getByText(/Worked: 71 % of 34 outcomes/)).toBeVisible();
  const download = vi.spyOn(page, "download").mockReturnValue(undefined);
  await user.click(screen.getByRole("button", { name: "CSV" }));
  await user.click(await screen.findByRole("menuitem", { name: "Escalations" }));
  const file = new URL(download.mock.calls[0]?.[0] ?? "", "http://localhost");
  expect(file.pathname).toBe("/api/v1/analytics/flowpilot/escalations");
  expect(Object.fromEntries(file.searchParams)).toMatchObject({ period: "30d", format: "csv" });
});

test("another period is asked for, with the browser's time zone, and stays in the address", async () => {
  new FakeApi();
  const { user } = openApp("/account");
  await screen.findByRole("heading", { level: 1, name: "Account" });
  await user.keyboard("ga");
  await screen.findByText("3.1");
  await user.click(screen.getByRole("button", { name: "90 d" }));
  await waitFor(() => expect(asked.at(-1)?.get("period")).toBe("90d"));
  expect(asked.at(-1)?.get("tz")).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(window.location.search).toBe("?period=90d");
});

test("a viewer sees how sessions ended, and nothing about claims", async () => {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ role: "viewer" });
  openApp("/analytics");
  expect(await screen.findByText("312 of 385 sessions")).toBeVisible();
  expect(part("Escalated").getByText("46 sessions")).toBeVisible();
  expect(screen.queryByText("Time to first action")).toBeNull();
  expect(screen.queryByText("From claim to first action")).toBeNull();
});

test("with fewer than five samples there is neither a figure nor a chart", async () => {
  new FakeApi();
  server.use(
    http.get("*/api/v1/analytics/flowpilot/escalations", () =>
      HttpResponse.json({
        ...ESCALATIONS,
        ...{ too_few: true, n_handoffs_with_action: 2 },
        series: [makePart(0, FEW)],
        series_by_week: [makePart(0, FEW)],
      }),
    ),
    http.get("*/api/v1/analytics/flowpilot/sessions", () =>
      HttpResponse.json({ ...SESSIONS, n: 4, n_resolved: 3 }),
    ),
  );
  openApp("/analytics");
  expect(await screen.findByText("2 claims with a first action; 5 are needed.")).toBeVisible();
  expect(part("Resolved").getByText("Not enough data")).toBeVisible();
  expect(part("From claim to first action").getByText("Not enough data")).toBeVisible();
  expect(screen.queryByText("3.1")).toBeNull();
});

test("weeks are shown where most days have too few samples", () => {
  const series = [makePart(0), ...[1, 2, 3].map((place) => makePart(place, FEW))];
  expect(seriesOf({ ...ESCALATIONS, series }).unit).toBe("week");
  expect(seriesOf({ ...ESCALATIONS, series: series.slice(0, 2) }).unit).toBe("week");
  expect(seriesOf(ESCALATIONS).unit).toBe("day");
});

test("an axis has at most five round marks that reach the longest value", () => {
  expect(marksUpTo(19)).toEqual([0, 5, 10, 15, 20]);
  expect(marksUpTo(0)).toEqual([0, 0.25]);
  expect(marksUpTo(0.7)).toEqual([0, 0.25, 0.5, 0.75]);
  expect(marksAmong(31, 5)).toEqual([0, 8, 15, 23, 30]);
  expect(marksAmong(2, 5)).toEqual([0, 1]);
});
