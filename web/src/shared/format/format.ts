/** Numbers, money and times as people read them. All functions are pure. */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

export function count(n: number): string {
  return whole.format(n);
}

/** A number for a chart's axis: 12K. */
export function compact(n: number): string {
  return Math.abs(n) < 10_000 ? new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 }).format(n) : short.format(n);
}

export function percent(share: number, digits = 1): string {
  return new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: share === 1 || share === 0 ? 0 : digits }).format(share);
}

/** Where a share lies, in words: "between 12% and 15%". */
export function between({ low, high }: { low: number; high: number }): string {
  const digits = high < 0.1 || high - low < 0.02 ? 1 : 0;
  return `between ${percent(low, digits)} and ${percent(high, digits)}`;
}

export function money(amount: number, currency: string): string {
  const digits = Math.abs(amount) >= 1000 ? 0 : 2;
  return new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: digits, minimumFractionDigits: digits }).format(amount);
}

/** A span of seconds in its two largest units: "2 d 4 h". */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 1) return "under 1 s";
  const units: [string, number][] = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]];
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [name, size] of units) {
    const n = Math.floor(rest / size);
    if (n > 0 || parts.length > 0) parts.push(`${n} ${name}`);
    rest -= n * size;
    if (parts.length === 2) break;
  }
  return parts.filter((part, i) => i === 0 || !part.startsWith("0 ")).join(" ");
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export function day(time: string | number | Date, zone?: string): string {
  return new Date(time).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric", timeZone: zone });
}

/** A day and the time of day, with the year where it is another one. */
export function moment(time: string | Date, zone?: string, now: Date = new Date()): string {
  const yearOf = (at: Date) => at.toLocaleDateString("en", { year: "numeric", timeZone: zone });
  const at = new Date(time);
  return at.toLocaleString(undefined, { day: "numeric", month: "short", ...(yearOf(at) !== yearOf(now) && { year: "numeric" }), hour: "2-digit", minute: "2-digit", timeZone: zone });
}

/** A time to the second with its year, for titles and evidence. */
export function exact(time: string | Date, zone?: string): string {
  return new Date(time).toLocaleString(undefined, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone });
}

export function clock(time: string | Date, zone?: string): string {
  return new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone });
}

/** How long ago: "3 minutes ago". */
export function ago(time: string | Date, now: number = Date.now()): string {
  const seconds = Math.round((new Date(time).getTime() - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(Math.min(0, seconds), "second");
}
