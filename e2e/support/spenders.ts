// Customers of two teams, of whom the red ones spend more: what an ideal customer has in common.
import { serverKey, type Wend } from "./wend";

const day = 86_400_000;

/** Sends them, and answers where the profile and the comparison of them are shown. */
export async function spenders(wend: Wend): Promise<{ ideal: string; compare: string }> {
  const messages = Array.from({ length: 600 }, (_, i) => {
    const [userId, team, time] = [`spender-${i}`, i % 2 ? "red" : "blue", new Date(Date.now() - (10 + (i % 40)) * day - i * 1000).toISOString()];
    const revenue = (team === "red" ? 200 : 50) + (i * 37) % 100;
    const seen = { type: "track", messageId: `b-${i}`, userId, timestamp: time, event: "Banner Seen", properties: {} };
    return [
      { type: "identify", messageId: `i-${i}`, userId, timestamp: time, traits: { team } },
      { type: "track", messageId: `t-${i}`, userId, timestamp: time, event: "Season Ticket Bought", properties: { revenue, currency: "EUR" } },
      ...(i % 2 && i % 5 ? [seen] : []),
    ];
  }).flat();
  for (let at = 0; at < messages.length; at += 200) {
    const answer = await fetch(`${wend.host}/v1/batch`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Basic ${btoa(`${serverKey}:`)}` },
      body: JSON.stringify({ batch: messages.slice(at, at + 200) }),
    });
    if (!answer.ok) throw new Error(`/v1/batch: ${answer.status} ${await answer.text()}`);
  }
  const q = (question: object) => encodeURIComponent(JSON.stringify(question));
  const team = (value: string) => ({ property: "traits.team", op: "eq", value });
  return {
    ideal: `/ideal-customer?range=90d&q=${q({ goal: { event: "Season Ticket Bought" } })}`,
    compare: `/compare?range=90d&q=${q({ a: team("red"), b: team("blue"), a_name: "red", b_name: "blue" })}`,
  };
}
