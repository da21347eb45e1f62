/** The main landmark and the target of the skip link; every screen has exactly one. */
import type { ComponentProps } from "react";

export const MAIN_ID = "main";

export function Main(props: ComponentProps<"main">) {
  return <main id={MAIN_ID} tabIndex={-1} {...props} />;
}
