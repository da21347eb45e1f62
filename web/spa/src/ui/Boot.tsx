/** What stands there until it is known who is signed in: the same as in index.html before the first script runs. */
export function Boot() {
  return <p className="boot">FlowPilot</p>;
}
