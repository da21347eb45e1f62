/** The API's limits, see `models/decision_trees/graph.py` and `models/tree.py`. */
export const LONGEST_TITLE = 120;
export const LONGEST_LABEL = 200;
export const LONGEST_FIX_TITLE = 200;
export const MOST_FACTS = 10;

/** For a text area: the counter shows when the limit comes near. */
export function limitOf(text: string, most: number): { maxLength?: number } {
  return text.length > most * 0.8 ? { maxLength: most } : {};
}
