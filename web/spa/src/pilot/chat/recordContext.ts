/** Finds a step of the open session by its id. A function, so that a component that uses it does not render for each new step. */
import { createContext } from "react";
import type { Step } from "~/api/types";

export const RecordContext = createContext<(stepId: string) => Step | undefined>(() => undefined);
