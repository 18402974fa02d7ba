import { expect, test } from "vitest";
import { exampleOf } from "./example.ts";

test("the example names the address, the token and the words, and makes an id for every message", () => {
  const lines = exampleOf("https://talk.example/o/city", "engb_abc", "雨です。").split("\n");
  expect(lines[0]).toMatch(/^id=0\$\(.*head -c 12\)$/);
  expect(lines[1]).toBe("curl -X POST 'https://talk.example/o/city/api/rooms/ROOM/messages' \\");
  expect(lines[2]).toBe("  -H 'Authorization: Bearer engb_abc' \\");
  expect(lines.at(-1)).toBe('  -d "{\\"id\\":\\"$id\\",\\"body\\":\\"雨です。\\"}"');
});
