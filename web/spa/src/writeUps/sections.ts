/** The sections of the documentation, in reading order, with their headings. */
import type { SectionName } from "~/api/types";

export interface SectionLabel<Name extends string = SectionName> {
  name: Name;
  label: string;
  /** Shown while the section is empty. */
  placeholder: string;
}

export const SECTIONS: readonly SectionLabel[] = [
  { name: "problem", label: "Problem", placeholder: "What did not work, for whom, since when?" },
  { name: "environment", label: "Environment", placeholder: "Devices, versions, accounts" },
  { name: "facts", label: "What we know", placeholder: "Established facts" },
  { name: "actions", label: "What was done", placeholder: "In order, with the result of each" },
  { name: "cause", label: "Cause", placeholder: "Why did it happen?" },
  { name: "resolution", label: "Fix", placeholder: "What solved it?" },
  { name: "verification", label: "Verification", placeholder: "What shows that it works again?" },
  { name: "next_steps", label: "Next steps", placeholder: "What remains to be done?" },
];

const CONCLUDED = new Set<SectionName>(["problem", "cause", "resolution", "verification"]);

/** The sections that are checked before a session is resolved. */
export const CONCLUDED_SECTIONS = SECTIONS.filter(({ name }) => CONCLUDED.has(name));

/** The API's limits. */
export const MAX_SECTION = 8_000;
export const MAX_MINUTES = 10_080;
