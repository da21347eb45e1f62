/** The API's limits, see `models/decision_trees/graph.py`. */
export const LONGEST_LABEL = 120;
export const LONGEST_TITLE = 120;
