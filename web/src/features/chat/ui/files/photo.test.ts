import { afterEach, expect, test, vi } from "vitest";
import { isHeavy, isPhoto, jpegName, sentSize, compressed } from "./photo.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser that decodes to so many dots, and encodes to so many bytes. */
function browser(width: number, height: number, encoded: number) {
  const asked: unknown[] = [];
  vi.stubGlobal("createImageBitmap", async (_: Blob, options: unknown) => {
    asked.push(options);
    return { width, height, close: () => asked.push("closed") };
  });
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      constructor(
        readonly width: number,
        readonly height: number,
      ) {
        asked.push([width, height]);
      }
      getContext = () => ({ drawImage: () => undefined });
      convertToBlob = async (options: unknown) => {
        asked.push(options);
        return new Blob([new Uint8Array(encoded)]);
      };
    },
  );
  return asked;
}

const photo = (size: number) => new File([new Uint8Array(size)], "IMG_0001.JPEG", { type: "image/jpeg" });

test("a photo is sent no larger than screens are, in its own shape", () => {
  expect(sentSize(8000, 6000)).toEqual({ width: 2048, height: 1536 });
  expect(sentSize(3000, 4000)).toEqual({ width: 1536, height: 2048 });
  expect(sentSize(800, 600)).toEqual({ width: 800, height: 600 });
  expect(sentSize(30_000, 1)).toEqual({ width: 2048, height: 1 });
});

test("what is light already is left alone, and what has many dots or bytes is not", () => {
  expect(isHeavy(2048, 1536, 1 << 20)).toBe(false);
  expect(isHeavy(2049, 10, 100)).toBe(true);
  expect(isHeavy(800, 600, (1 << 20) + 1)).toBe(true);
});

test("what becomes a JPEG is called one", () => {
  expect(jpegName("IMG_0001.HEIC")).toBe("IMG_0001.jpg");
  expect(jpegName("現場.第1.png")).toBe("現場.第1.jpg");
  expect(jpegName(".png")).toBe("photo.jpg");
});

test("photos are made smaller, and screenshots, drawings and what moves are not", () => {
  expect(["image/jpeg", "image/heic", "image/heif"].map((type) => isPhoto({ type }))).toEqual([true, true, true]);
  expect(["image/png", "image/gif", "image/webp", "image/svg+xml", "application/pdf", ""].map((type) => isPhoto({ type }))).toEqual([false, false, false, false, false, false]);
});

test("a photo is drawn upright at its smaller size, as a JPEG, and its dots are let go of", async () => {
  const asked = browser(4000, 3000, 700);
  const sent = await compressed(photo(3000));
  expect([sent.name, sent.type, sent.size]).toEqual(["IMG_0001.jpg", "image/jpeg", 700]);
  expect(asked).toEqual([{ imageOrientation: "from-image" }, [2048, 1536], { type: "image/jpeg", quality: 0.85 }, "closed"]);
});

test("a photo never becomes larger, and what cannot be drawn goes as it is", async () => {
  browser(4000, 3000, 3000);
  const heavy = photo(3000);
  expect(await compressed(heavy)).toBe(heavy);
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new DOMException("", "InvalidStateError")));
  expect(await compressed(heavy)).toBe(heavy);
});
