import { expect, test } from "vitest";
import { telephone } from "./telephone.ts";

test("a number can be called where there is one in it", () => {
  expect(telephone("0875-23-0000")).toBe("tel:0875230000");
  expect(telephone("内線 2345")).toBe("tel:2345");
  expect(telephone("+81 (90) 1234")).toBe("tel:+81901234");
  expect(telephone("0875(23)00")).toBe("tel:08752300");
  expect(telephone("不明")).toBeNull();
});
