/** What the copilot writes, as formatted text. Until the formatter is loaded the same words stand there plain. */
import { lazy, Suspense } from "react";
import css from "./prose.module.css";

const Formatted = lazy(() => import("./Formatted"));

export function Prose({ text }: { text: string }) {
  return (
    <Suspense fallback={<PlainProse text={text} />}>
      <Formatted text={text} />
    </Suspense>
  );
}

function PlainProse({ text }: { text: string }) {
  return (
    <div className={css.prose}>
      <div className={css.plain}>{text}</div>
    </div>
  );
}
