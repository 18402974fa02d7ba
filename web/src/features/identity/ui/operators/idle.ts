/** Whether a shared device that was last touched at a moment has waited too long. */
export function idleAfter(used: number, now: number, seconds: number): boolean {
  // A clock that was set back tells nothing of how long it was.
  return now < used || now - used >= seconds * 1000;
}

/** Whether the server has to be told that somebody is still there: it counts from the last request, and they only read. */
export function touchAfter(used: number, told: number, now: number, seconds: number): boolean {
  return used > told && now - told >= (seconds * 1000) / 4;
}
