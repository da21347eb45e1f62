/** Shown until the user is known; identical to index.html before the first script runs. */
export function Boot() {
  return <p className="boot">FlowPilot</p>;
}
