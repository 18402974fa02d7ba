import { afterEach, expect, test, vi } from "vitest";
import { absence, bytesOf, textOf } from "./device.ts";

afterEach(() => vi.unstubAllGlobals());

function at(hostname: string, isSecureContext: boolean, browser: object = { PublicKeyCredential: {} }): void {
  vi.stubGlobal("window", { isSecureContext, ...browser });
  vi.stubGlobal("location", { hostname });
}

test("bytes go to the server and come back as they were, whatever their number", () => {
  for (const length of [0, 1, 2, 3, 32]) {
    const bytes = Uint8Array.from({ length }, (_, place) => 255 - place);
    const text = textOf(bytes.buffer);
    expect(text).toMatch(/^[\w-]*$/);
    expect(bytesOf(text)).toEqual(bytes);
  }
});

test("passkeys are there at a name over TLS and at the machine itself, and nowhere else", () => {
  for (const [hostname, secure, expected] of [
    ["engawa.city.example.lg.jp", true, null],
    ["localhost", true, null],
    ["engawa.city.example.lg.jp", false, "insecure"],
    ["10.1.2.3", true, "numeric"],
    ["127.0.0.1", true, "numeric"],
    ["[::1]", true, "numeric"],
  ] as const) {
    at(hostname, secure);
    expect(absence(), hostname).toBe(expected);
  }
  at("engawa.example", true, {});
  expect(absence()).toBe("unsupported");
});
