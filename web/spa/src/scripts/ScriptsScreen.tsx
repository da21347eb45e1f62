/** `/scripts/:id`: the library of scripts. Its styles are in the second sheet, so the content is a part of its own, fetched at once. */
import { Suspense } from "react";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";

const load = () => import("./ScriptsDesk");
load().catch(() => undefined);

const ScriptsDesk = lazyPart(load, "screen");

export default function ScriptsScreen() {
  return (
    <Suspense fallback={<ScreenSkeleton />}>
      <Main className={kit.screen}>
        <ScriptsDesk />
      </Main>
    </Suspense>
  );
}
