import { expect, test } from "vitest";
import { wishOf } from "./shortcuts";

const press = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("keys ask for the search, the sheet and the screens, and are left alone in texts", () => {
  expect(wishOf(press("k", { ctrlKey: true }), false, true)).toBe("search");
  expect(wishOf(press("K", { metaKey: true }), false, false)).toBe("search");
  expect(wishOf(press("/"), false, false)).toBe("search");
  expect(wishOf(press("?", { shiftKey: true }), false, false)).toBe("shortcuts");
  expect(wishOf(press("g"), false, false)).toBe("begin");
  expect(wishOf(press("h"), true, false)).toEqual({ to: "/" });
  expect(wishOf(press("h"), false, false)).toBeUndefined();
  expect(wishOf(press("x"), true, false)).toBeUndefined();
  for (const key of ["/", "?", "g"]) expect(wishOf(press(key), false, true)).toBeUndefined();
  expect(wishOf(press("g", { ctrlKey: true }), false, false)).toBeUndefined();
});
