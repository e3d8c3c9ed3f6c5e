import { expect, test } from "vitest";
import { pretty } from "./pretty";

test("JSON is indented, anything else stays as it came", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty('{"a":')).toBe('{"a":');
});
