import { Link } from "@tanstack/react-router";
import { rfmSegments } from "@/shared/customer/rfm";
import classes from "./KeyFacts.module.css";
import type { Profile } from "./queries";

const levels: Record<Profile["engagement"], { name: string; sentence: string }> = {
  none: { name: "Not engaged", sentence: "No visit in the last 30 days." },
  low: { name: "Low", sentence: "One visit in the last 30 days." },
  medium: { name: "Medium", sentence: "Two to four visits in the last 30 days." },
  high: { name: "High", sentence: "Five visits or more in the last 30 days." },
};

/** How the customer stands: how engaged, by which channel they come, and among which customers. */
export function Standing({ profile }: { profile: Pick<Profile, "engagement" | "prefers_channel" | "rfm" | "rfm_scores"> }) {
  const { engagement, prefers_channel: channel, rfm, rfm_scores: scores } = profile;
  const level = levels[engagement];
  const segment = rfm ? rfmSegments[rfm] : undefined;
  return (
    <section className={`sheet ${classes.standing}`} aria-label="How they stand">
      <div><h3>Engagement</h3><p className={classes.answer}>{level.name}</p><p>{level.sentence}</p></div>
      <div>
        <h3>Preferred channel</h3>
        <p className={classes.answer}>{channel ?? "None known"}</p>
        <p>{channel ? "Most of their visits in the last 180 days came by it, direct ones left out." : "All their visits in the last 180 days were direct, or there were none."}</p>
      </div>
      <div>
        <h3>RFM segment</h3>
        <p className={classes.answer}>{segment ? <Link to="/understand/rfm" className="plain-link">{segment.name}</Link> : "None"}</p>
        <p>{segment ? `${segment.who} ${segment.advice}` : "No order in the last 12 months."}</p>
        {scores && <p className="soft">Recency {scores.recency}, frequency {scores.frequency}, value {scores.monetary} of 5, among all who ordered in the last 12 months.</p>}
      </div>
    </section>
  );
}
