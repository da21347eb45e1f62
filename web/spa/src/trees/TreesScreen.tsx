/** The screens of decision trees. Their styles are in the second sheet, so the content is a part of its own, fetched at once. */
import { Suspense } from "react";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";

const VIEWS = {
  list: lazyPart(() => import("./list/TreesDesk"), "screen"),
  tree: lazyPart(() => import("./editor/TreePage"), "screen"),
  start: lazyPart(() => import("./run/StartRun"), "screen"),
  run: lazyPart(() => import("./run/RunDesk"), "screen"),
};

export default function TreesScreen({ view }: { view: keyof typeof VIEWS }) {
  const View = VIEWS[view];
  return (
    <Suspense fallback={<ScreenSkeleton />}>
      <Main className={kit.screen}>
        <View />
      </Main>
    </Suspense>
  );
}
