/** Figures about a period: how sessions ended, how escalations were picked up, and whether fixes worked. */
import { Suspense } from "react";
import { useSearchParams } from "react-router";
import type { Period } from "~/api/analytics";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";

/** The charts and their style sheet load while the screen is there already. */
const Controls = lazyPart(() => import("./Controls"));
const Report = lazyPart(() => import("./Report"));

const PERIODS: readonly string[] = ["7d", "30d", "90d"] satisfies Period[];

export default function AnalyticsScreen() {
  const [query, setQuery] = useSearchParams();
  const asked = query.get("period") ?? "30d";
  const period = (PERIODS.includes(asked) ? asked : "30d") as Period;
  const choose = (chosen: Period) => setQuery({ period: chosen }, { replace: true });
  return (
    <Main className={kit.screen}>
      <header className={kit.bar}>
        <ScreenTitle>Analytics</ScreenTitle>
        <Suspense fallback={null}>
          <Controls period={period} onPeriod={choose} />
        </Suspense>
      </header>
      <ScrollBox className={kit.scroll} label="Analytics">
        <div className={kit.page}>
          <Suspense fallback={<Skeleton heights={[112, 400]} label="Loading the figures" />}>
            <Report period={period} />
          </Suspense>
        </div>
      </ScrollBox>
    </Main>
  );
}
