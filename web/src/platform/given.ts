import { useEffect, useState } from "react";

/** Whether the server gives a file to be saved: where it refuses that, the file may be looked at all the same. */
export async function isGiven(at: string, signal: AbortSignal): Promise<boolean> {
  const { status } = await fetch(at, { headers: { range: "bytes=0-0" }, credentials: "same-origin", signal });
  return status !== 403;
}

/** `isGiven` of what is on screen; nothing until that is known, or while nobody asks. */
export function useGiven(at: string | null, news = ""): boolean | null {
  const [asked, setAsked] = useState<{ at: string; given: boolean } | null>(null);
  useEffect(() => {
    if (at === null) return undefined;
    const leaving = new AbortController();
    // Where nobody answers, what is tried next says so.
    isGiven(at, leaving.signal).then(
      (given) => setAsked({ at, given }),
      () => leaving.signal.aborted || setAsked({ at, given: true }),
    );
    return () => leaving.abort();
  }, [at, news]);
  return asked !== null && asked.at === at ? asked.given : null;
}
