import { Link } from "@tanstack/react-router";
import { Empty } from "@/shared/states/States";

/** There is nothing to compare. */
export function NoVisits() {
  return (
    <div className="sheet">
      <Empty title="There were no visits in this range" height={300} action={<Link to="/settings/sources" className="plain-link">Connect a source</Link>}>
        Choose a longer range, or connect your website.
      </Empty>
    </div>
  );
}
