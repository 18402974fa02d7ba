import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { expect, type Page } from "@playwright/test";
import Provider from "oidc-provider";
import { CERTIFICATE, KEY } from "./certificates.ts";
import { freePort } from "./town.ts";

export const CLIENT = "engawa";
export const SECRET = "a secret between the two";

/** An identity provider: the certified one of npm, where everybody is who they say, whatever the password. */
export class IdentityProvider {
  private server: Server | null = null;
  private port = 0;
  private readonly secure: boolean;

  /** `secure`: over HTTPS, with a certificate by an authority of the city's own. */
  constructor({ secure = false } = {}) {
    this.secure = secure;
  }

  get issuer(): string {
    return `${this.secure ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  /** Starts it for people whom it is to send back to an address. */
  async start(redirect: string): Promise<void> {
    this.port ||= await freePort();
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [redirect] }],
      claims: { openid: ["sub"], profile: ["preferred_username"] },
      findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: `subject of ${id}`, preferred_username: id }) }),
      cookies: { keys: ["a key of the tests"] },
      pkce: { required: () => true },
    });
    const serve = provider.callback();
    this.server = this.secure ? createSecureServer({ key: KEY, cert: CERTIFICATE }, serve) : createServer(serve);
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  async stop(): Promise<void> {
    const running = this.server;
    this.server = null;
    if (!running) return;
    running.closeAllConnections();
    running.close();
    await once(running, "close");
  }

  /** Says on the provider's page who somebody is, and agrees. */
  async signIn(page: Page, login: string): Promise<void> {
    await expect(page).toHaveURL(new RegExp(`^${this.issuer}/interaction/`));
    await page.locator('input[name="login"]').fill(login);
    await page.locator('input[name="password"]').fill("any");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
  }
}
