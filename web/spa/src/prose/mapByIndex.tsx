/** Renders a list whose items have no ids. A text only grows at its end, so an item's index can be its key. */
import { Fragment, type ReactNode } from "react";

export function mapByIndex<T>(items: readonly T[], draw: (item: T, index: number) => ReactNode) {
  return items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the index is the identity here.
    <Fragment key={index}>{draw(item, index)}</Fragment>
  ));
}
