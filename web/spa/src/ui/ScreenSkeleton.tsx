/** Stands where a screen will be while its code is on the way. */
import { Main } from "./Main";
import { Skeleton } from "./Skeleton";
import css from "./states.module.css";

export function ScreenSkeleton() {
  return (
    <Main className={css.state}>
      <Skeleton bones={[24, 64, 64]} gap={16} />
    </Main>
  );
}
