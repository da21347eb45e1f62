/** The main landmark; every screen has exactly one, and the skip link leads to it. */
import type { ComponentProps } from "react";

export const MAIN_ID = "main";

export function Main(props: ComponentProps<"main">) {
  return <main id={MAIN_ID} tabIndex={-1} {...props} />;
}
