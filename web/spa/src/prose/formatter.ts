/** Loads the formatter once, as soon as a screen with the copilot's text is loading. */

import { loader } from "~/lib/loader";

export const loadFormatter = loader(() => import("./Formatted"));
