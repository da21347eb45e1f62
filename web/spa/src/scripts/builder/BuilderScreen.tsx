/** `/scripts/builder/:id`: a script that a person and the copilot write. Its styles are in the second sheet, so the content is a part of its own. */
import { Suspense } from "react";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";

const load = () => import("./BuilderDesk");
load().catch(() => undefined);

const BuilderDesk = lazyPart(load, "screen");

export default function BuilderScreen() {
  return (
    <Suspense fallback={<ScreenSkeleton />}>
      <Main className={kit.screen}>
        <BuilderDesk />
      </Main>
    </Suspense>
  );
}
