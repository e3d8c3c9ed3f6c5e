/**
 * Lets at most so many run at a time. The others wait for their turn, in the order in which they came; who is called
 * off while waiting leaves the queue.
 */
export function turns(most: number): <T>(run: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let going = 0;
  const waiting: (() => void)[] = [];
  const take = (signal?: AbortSignal) =>
    new Promise<void>((begin, refuse) => {
      if (signal?.aborted) return refuse(signal.reason);
      if (going < most) {
        going++;
        return begin();
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(mine), 1);
        refuse(signal?.reason);
      };
      // The turn is handed on: as many are going as before.
      const mine = () => {
        signal?.removeEventListener("abort", leave);
        begin();
      };
      signal?.addEventListener("abort", leave, { once: true });
      waiting.push(mine);
    });
  return async (run, signal) => {
    await take(signal);
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else going--;
    }
  };
}
