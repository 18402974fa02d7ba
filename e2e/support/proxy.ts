import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Town } from "./town.ts";

/** A proxy as some towns have before everything: it passes requests on and knows nothing of WebSockets. */
export class OldProxy {
  /** How many WebSockets it turned away. */
  refused = 0;
  private readonly server: Server;

  private constructor(town: Town) {
    this.server = createServer((asked, answer) => {
      const onward = request(`${town.url}${asked.url}`, { method: asked.method, headers: asked.headers }, (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      answer.on("close", () => onward.destroy());
      asked.pipe(onward);
    });
    this.server.on("upgrade", (_, socket) => {
      this.refused++;
      socket.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
  }

  static async before(town: Town): Promise<OldProxy> {
    const proxy = new OldProxy(town);
    proxy.server.listen(0, "127.0.0.1");
    await once(proxy.server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
