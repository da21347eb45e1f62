/** Takes the place of a screen while its code loads. */
import { Main } from "./Main";
import { Skeleton } from "./Skeleton";
import css from "./states.module.css";

export function ScreenSkeleton() {
  return (
    <Main className={css.state}>
      <Skeleton heights={[24, 64, 64]} gap={16} />
    </Main>
  );
}
