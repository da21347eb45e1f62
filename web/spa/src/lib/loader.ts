/**
 * Loads code when it is first needed. After an upgrade the file that this page names may be gone. The load is then retried once; if it
 * fails again, `ui/Boundary.tsx` offers a reload, which loses nothing that was typed.
 */
const PAUSE_MS = 300;

/** Both attempts to load the file failed. */
export class PartMissing extends Error {
  constructor(
    cause: unknown,
    /** Makes the next load request the file again. */
    readonly forget: () => void,
  ) {
    super("A part of the app could not be loaded.", { cause });
    this.name = "PartMissing";
  }
}

/** Calls `load` once and returns the same promise to every caller. It rejects with PartMissing. */
export function loader<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  const forget = () => {
    loading = undefined;
  };
  const start = async () => {
    try {
      return await twice(load);
    } catch (cause) {
      throw new PartMissing(cause, forget);
    }
  };
  return () => {
    loading ??= start();
    return loading;
  };
}

async function twice<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return load();
  }
}
