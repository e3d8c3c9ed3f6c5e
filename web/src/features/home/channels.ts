import type { Schemas } from "@/shared/api/client";

export type Channel = { name: string | null; sessions: number; share: number };

/** Sums the sessions of each channel; the most used first, the rest together. */
export function topChannels(answer: Schemas["TrendAnswer"], most = 7): { channels: Channel[]; rest: Channel | null; total: number } {
  const sums = (answer.series ?? [])
    .map((line) => ({ name: line.breakdown === null || line.breakdown === undefined ? null : String(line.breakdown), sessions: (line.values ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0) }))
    .filter(({ sessions }) => sessions > 0)
    .sort((a, b) => b.sessions - a.sessions);
  const total = sums.reduce((sum, { sessions }) => sum + sessions, 0);
  const withShare = sums.map((channel) => ({ ...channel, share: channel.sessions / total }));
  const rest = withShare.slice(most);
  return {
    channels: withShare.slice(0, most),
    rest: rest.length === 0 ? null : { name: `${rest.length} more`, sessions: rest.reduce((sum, { sessions }) => sum + sessions, 0), share: rest.reduce((sum, { share }) => sum + share, 0) },
    total,
  };
}
