/** The beginning of an organisation's addresses, for all but home, whose addresses begin with nothing. */
const BEGINNING = /^\/o\/([a-z][a-z0-9-]{1,30})(?=\/|$)/;

/** The code of the organisation to which a path belongs; null for home. */
export const codeOf = (path: string): string | null => BEGINNING.exec(path)?.[1] ?? null;

/** What the addresses of an organisation begin with. */
export const prefixOf = (code: string | null) => (code === null ? "" : `/o/${code}`);

/** A path without what its organisation's addresses begin with. */
export const within = (path: string) => path.slice(prefixOf(codeOf(path)).length) || "/";

const inWindow = typeof location !== "undefined";

/** The organisation of this window, from its address; another one is another page. */
export const code = inWindow ? codeOf(location.pathname) : null;
/** What this window's addresses begin with. */
export const prefix = prefixOf(code);

/** The whole address of a path inside the client, or of the API. */
export const address = (path: string) => prefix + path;

/** The path on screen, as the client names its places. */
export const placePath = () => within(location.pathname);

/** The name under which this device keeps something of the organisation, apart from that of others. */
export const ownName = (name: string) => (code === null ? name : `${name}@${code}`);

/** Whether this page is shown beside another organisation's, in its window. */
export const framed = inWindow && window.parent !== window;

/** Where a link to another organisation opens: in the frame of one, another one would be taken for it. */
export const placeTarget = framed ? "_top" : undefined;
