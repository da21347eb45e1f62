/** What was made of each possible cause, in one line each: the first thing that whoever takes a session over looks at. */
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import css from "./board.module.css";
import { basisOf, LOOKS } from "./states";
import { useHypotheses } from "./useHypotheses";

export default function Causes({ sessionId }: { sessionId: string }) {
  const { data } = useHypotheses(sessionId);
  if (!data?.length) return null;
  return (
    <section aria-labelledby="causes-title">
      <div className={kit.sectionHead}>
        <h2 id="causes-title">Possible causes</h2>
        <span className={kit.meta}>{data.length}</span>
      </div>
      <ul className={css.causes}>
        {data.map((one) => {
          const { words, icon: Icon, tone } = LOOKS[one.state];
          return (
            <li key={one.id}>
              <Pill tone={tone} icon={<Icon size={12} strokeWidth={1.5} aria-hidden="true" />}>
                {words}
              </Pill>
              <span dir="auto">
                {one.cause} <span className={css.note}>{basisOf(one)}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
