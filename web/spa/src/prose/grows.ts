import { createContext } from "react";

/** Whether the surrounding block is still being written; code is highlighted, and codes are marked, when it is complete. */
export const GrowsContext = createContext(false);
