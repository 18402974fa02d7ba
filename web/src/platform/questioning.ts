import type { Id } from "./ids.ts";

/** Marks a message as a question. The app fills it in: features do not know one another. */
export const questioning: { mark?: (message: Id) => void } = {};
