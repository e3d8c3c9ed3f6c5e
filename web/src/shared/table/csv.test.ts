import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("cells are quoted, and none can be taken for a formula", () => {
  const text = toCsv(
    [{ name: "Name", cell: () => null, text: (r: { a: string; n: number | null }) => r.a }, { name: "Number", cell: () => null, text: (r) => r.n }, { name: "Only seen", cell: () => null }],
    [{ a: 'said "hi", twice', n: 1.5 }, { a: "=HYPERLINK(1)", n: null }],
  );
  expect(text).toBe('Name,Number\r\n"said ""hi"", twice",1.5\r\n\'=HYPERLINK(1),');
});
