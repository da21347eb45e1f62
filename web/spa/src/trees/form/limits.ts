/** The API's limits, see `models/decision_trees/graph.py` and `models/tree.py`. */
export const LONGEST_TITLE = 120;
export const LONGEST_LABEL = 200;
export const LONGEST_FIX_TITLE = 200;
export const MOST_FACTS = 10;
