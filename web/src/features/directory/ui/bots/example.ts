/** The header by which a program shows that it is a bot. */
export const headerOf = (token: string) => `Authorization: Bearer ${token}`;

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A command that writes into a room, for whoever sets a program up: only the room is left to be named. */
export function exampleOf(origin: string, token: string, words: string): string {
  return [
    // A fresh id for every message: without i, l, o and u, as the server reads them.
    "id=0$(LC_ALL=C tr -dc 0-9a-hjkmnp-tv-z </dev/urandom | head -c 12)",
    `curl -X POST ${quoted(`${origin}/api/rooms/ROOM/messages`)} \\`,
    `  -H ${quoted(headerOf(token))} \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d "{\\"id\\":\\"$id\\",\\"body\\":\\"${words}\\"}"`,
  ].join("\n");
}
