/** The places that there are for guests; behind all others stand doors that are closed to them. */
const OPEN = [/^\/$/, /^\/(mentions|threads|search)$/, /^\/broadcasts(\/(?!new$|rule$)[^/]+)?$/, /^\/rooms\/[^/]+$/, /^\/rooms\/[^/]+\/(members|files|pins|questions|meetings|tasks|slips|board|people\/[^/]+|ideas(\/[^/]+)?|threads\/[^/]+)$/, /^\/settings(\/(?!guests$|handovers)|$)/];

/** Whether a guest may open a place. */
export const opensToGuests = (path: string) => OPEN.some((pattern) => pattern.test(path));
