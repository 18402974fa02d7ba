import type { SentFile } from "../../store.ts";
import type { Bringing } from "../../store.files.ts";

/** Whether a message may leave with these: all are there, or what is missing waits for the line, as the message will; and on none is a drawing that is not applied. */
export const mayLeave = (files: readonly Bringing[], live: boolean) => files.every(({ state, code, drawing }) => !drawing && (state === "whole" || ((state === "sending" || state === "waiting") && (!live || code === "offline"))));

/** A file as its message carries it. */
export const asSent = ({ id, name, size, state, of }: Bringing): SentFile => ({ id, name, size, waits: state !== "whole", of });
