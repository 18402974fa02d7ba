import { defineConfig } from "@playwright/test";

// As root and offline: no sandbox, and none of the requests that Chromium makes for itself.
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whatever asks for a name is told that there is none: a test can never reach the outside.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];

export default defineConfig({
  testDir: "specs",
  // Pictures are drawn when somebody wants to look at them.
  testIgnore: process.env.ENGAWA_SCREENS === "1" ? [] : ["screens.spec.ts", "screens-work.spec.ts"],
  outputDir: "results",
  globalSetup: "./support/templates.ts",
  // Files run side by side, the tests of one file one after the other: they share a town.
  fullyParallel: false,
  workers: 2,
  // On somebody's own machine nothing is tried twice. In CI one bad moment of a shared machine keeps nobody's work out; what passes
  // only then is named in the report, and is a bug.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  // Generous: a machine that compiles meanwhile is slow, not wrong.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    actionTimeout: 10_000,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    colorScheme: "light",
    contextOptions: { reducedMotion: "reduce" },
    trace: "off",
    launchOptions: { executablePath: process.env.ENGAWA_CHROMIUM ?? "/usr/bin/chromium", args: CHROMIUM_FLAGS },
  },
});
