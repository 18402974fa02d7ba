const NAME = "engawa.whereabouts-put-off";

/** Whether this asking was put off on this machine; a later reminder asks once more. */
export function isPutOff(asked: string): boolean {
  try {
    return localStorage.getItem(NAME) === asked;
  } catch {
    // Where the browser keeps nothing, it is put off until the page is loaded anew.
    return false;
  }
}

/** Puts an asking off. */
export function putOff(asked: string): void {
  try {
    localStorage.setItem(NAME, asked);
  } catch {
    // The page remembers it by itself for as long as it is open.
  }
}
