import { expect, test } from "vitest";
import { changeOf, isCovered, shareChange, strayOf } from "./compare";

test("a change within the usual ups and downs is called that", () => {
  const wild = strayOf([10, 30, 5, 40, 15]);
  expect(changeOf({ total: 110, variance: wild, of: 110 }, { total: 100, variance: wild, of: 100 }).note).toBe("within the usual ups and downs");
  const calm = strayOf([20, 20, 21, 20, 20]);
  expect(changeOf({ total: 150, variance: calm, of: 150 }, { total: 101, variance: calm, of: 101 })).toEqual({ sign: "up", words: "49% more", welcome: true });
  expect(changeOf({ total: 50, variance: calm, of: 50 }, { total: 101, variance: calm, of: 101 })).toMatchObject({ sign: "down", welcome: false });
});

test("nothing is compared with nothing, and shares need enough orders", () => {
  expect(changeOf({ total: 5, variance: 1, of: 5 }, { total: 0, variance: 0, of: 0 }).sign).toBe("none");
  expect(changeOf({ total: 500, variance: 1, of: 500 }, { total: 29, variance: 1, of: 29 })).toEqual({ sign: "none", words: "too few to compare" });
  expect(shareChange({ part: 1, whole: 5 }, { part: 1, whole: 100 })).toMatchObject({ sign: "none", words: "too few to compare" });
  expect(shareChange({ part: 300, whole: 1000 }, { part: 100, whole: 1000 })).toMatchObject({ sign: "up", words: "20.0 points higher", welcome: true });
});

test("a range before that was hardly recorded is no measure", () => {
  expect(isCovered([0, 5, 5, 5, 5, 5, 5, 5, 5, 5])).toBe(true);
  expect(isCovered([0, 0, 0, 0, 0, 5, 5, 5, 5, 5])).toBe(false);
  expect(isCovered([0, 0, 0])).toBe(false);
});
