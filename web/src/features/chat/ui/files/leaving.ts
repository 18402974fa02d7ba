import type { SentFile } from "../../store.ts";
import type { Bringing } from "../../store.files.ts";

// What met no line once may leave from then on: were that over with the next piece that gets through, a key that is pressed in that moment would do nothing.
const waitsForLine = ({ state, code, metNoLine }: Bringing, live: boolean) => (state === "sending" || state === "waiting") && (!live || code === "offline" || (code === null && metNoLine === true));

/** Whether a message may leave with these: all are there, or what is missing waits for the line, as the message will; and on none is a drawing that is not applied. */
export const mayLeave = (files: readonly Bringing[], live: boolean) => files.every((file) => !file.drawing && (file.state === "whole" || waitsForLine(file, live)));

/** A file as its message carries it. */
export const asSent = ({ id, name, size, state, of }: Bringing): SentFile => ({ id, name, size, waits: state !== "whole", of });
