/** A component whose code loads when it first renders. If its file is gone, a line in its place says so. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { loader } from "~/lib/loader";
import { MissingBoundary, type Region } from "./Boundary";

export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  region: Region = "part",
): ComponentType<P> {
  const loadOnce = loader(load);
  let last: { loading: unknown; Part: LazyExoticComponent<ComponentType<P>> } | undefined;
  function Loaded(props: P) {
    const loading = loadOnce();
    // React keeps a failed lazy component failed, so a retry needs a new one.
    if (last?.loading !== loading) last = { loading, Part: lazy(() => loading) };
    return <last.Part {...props} />;
  }
  return function LazyPart(props: P) {
    return (
      <MissingBoundary region={region}>
        <Loaded {...props} />
      </MissingBoundary>
    );
  };
}
