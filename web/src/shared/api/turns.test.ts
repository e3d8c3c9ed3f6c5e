import fc from "fast-check";
import { expect, test } from "vitest";
import { turns } from "./turns";

const soon = () => new Promise<void>((done) => setTimeout(done));

test("at most so many run at a time, all of them once, in their order, whatever fails", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 20 }), async (most, fails) => {
      const inTurn = turns(most);
      const begun: number[] = [];
      let going = 0;
      let highest = 0;
      const results = await Promise.allSettled(fails.map((fail, i) => inTurn(async () => {
        begun.push(i);
        highest = Math.max(highest, ++going);
        await soon();
        going--;
        if (fail) throw new Error("no");
      })));
      expect(results.map(({ status }) => status === "rejected")).toEqual(fails);
      expect(begun).toEqual(fails.map((_, i) => i));
      expect(highest).toBeLessThanOrEqual(most);
      expect(highest).toBe(Math.min(most, fails.length));
    }),
    { numRuns: 30 },
  );
});

test("who is called off while waiting leaves the queue, and the others go on", async () => {
  const inTurn = turns(1);
  const ran: string[] = [];
  let release = () => {};
  const first = inTurn(() => new Promise<void>((done) => { release = done; }));
  const off = new AbortController();
  const second = inTurn(async () => void ran.push("second"), off.signal);
  const third = inTurn(async () => void ran.push("third"));
  off.abort(new Error("left"));
  await expect(second).rejects.toThrow("left");
  release();
  await Promise.all([first, third]);
  expect(ran).toEqual(["third"]);
  await expect(inTurn(async () => 1, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  expect(await inTurn(async () => 2)).toBe(2);
});
