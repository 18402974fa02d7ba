import { crc32, deflateSync } from "node:zlib";
import type { Page } from "@playwright/test";

export type Dot = readonly [red: number, green: number, blue: number];

/** A rectangle of one colour in a picture. */
export interface Patch {
  box: readonly [x: number, y: number, width: number, height: number];
  colour: string;
}

/** A picture of coloured rectangles, made by the browser. */
export async function pictureOf(page: Page, type: string, [width, height]: readonly [number, number], patches: readonly Patch[]): Promise<Buffer> {
  const text = await page.evaluate(
    ([kind, wide, high, all]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high });
      const pen = canvas.getContext("2d");
      for (const { box, colour } of all) {
        if (!pen) break;
        pen.fillStyle = colour;
        pen.fillRect(...box);
      }
      return canvas.toDataURL(kind, 0.95).split(",")[1] ?? "";
    },
    [type, width, height, patches] as const,
  );
  return Buffer.from(text, "base64");
}

/** What a picture at an address has within a box, as red, green, blue and how little is seen through. */
export function dotsOf(page: Page, at: string, [x, y, width, height]: readonly [number, number, number, number]): Promise<number[][]> {
  return page.evaluate(
    async ([address, left, top, wide, high]) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob());
      const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
      const pen = canvas.getContext("2d");
      pen?.drawImage(picture, 0, 0);
      const all = [...(pen?.getImageData(left, top, wide, high).data ?? [])];
      return Array.from({ length: all.length / 4 }, (_, dot) => all.slice(dot * 4, dot * 4 + 4));
    },
    [at, x, y, width, height] as const,
  );
}

/** How far the farthest of some dots is from a colour. */
export const farthest = (dots: readonly (readonly number[])[], colour: Dot) => Math.max(...dots.flatMap((dot) => colour.map((value, channel) => Math.abs(value - (dot[channel] ?? 999)))));

/** A white picture of more dots than anybody draws upon, in a few kilobytes. */
export function vast(width: number, height: number): Buffer {
  const part = (kind: string, bytes: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind, "latin1"), bytes]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(bytes.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // One bit of grey for each dot.
  head.set([1, 0, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(Math.ceil(width / 8), 255)]);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), part("IHDR", head), part("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))), part("IEND", Buffer.alloc(0))]);
}
