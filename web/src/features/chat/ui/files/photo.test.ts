import { expect, test } from "vitest";
import { jpegName, sentSize } from "./photo.ts";

test("a photo is sent no larger than screens are, in its own shape", () => {
  expect(sentSize(8000, 6000)).toEqual({ width: 2560, height: 1920 });
  expect(sentSize(3000, 4000)).toEqual({ width: 1920, height: 2560 });
  expect(sentSize(800, 600)).toEqual({ width: 800, height: 600 });
  expect(sentSize(30_000, 1)).toEqual({ width: 2560, height: 1 });
});

test("what becomes a JPEG is called one", () => {
  expect(jpegName("IMG_0001.HEIC")).toBe("IMG_0001.jpg");
  expect(jpegName("現場.第1.png")).toBe("現場.第1.jpg");
  expect(jpegName(".png")).toBe("photo.jpg");
});
