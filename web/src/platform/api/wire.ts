import type { components, operations } from "./schema.ts";

/** What goes over the wire, by name, as the server describes it: a change there that this client does not know breaks `tsc`. */
export type Wire = components["schemas"];

/** What an operation answers with. Names of pages and lists are numbered by the generator, so they are reached this way. */
export type Answer<Operation extends keyof operations> = operations[Operation]["responses"] extends { "2XX": { content: { "application/json": infer Body } } } ? Body : never;

/** What an operation is asked with. */
export type Asked<Operation extends keyof operations> = operations[Operation] extends { requestBody: { content: { "application/json": infer Body } } } ? Body : never;

/** A request's body where the server fills in what is left out, which the generated types call required. */
export type Given<Body, Needed extends keyof Body> = Pick<Body, Needed> & Partial<Omit<Body, Needed>>;
