/** `/tickets/48210`: the account's tickets. Its styles are in the second sheet, so the content is a part of its own, fetched at once. */
import { Suspense } from "react";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";

const load = () => import("./TicketsDesk");
load().catch(() => undefined);

const TicketsDesk = lazyPart(load, "screen");

export default function TicketsScreen() {
  return (
    <Suspense fallback={<ScreenSkeleton />}>
      <Main className={kit.screen}>
        <TicketsDesk />
      </Main>
    </Suspense>
  );
}
