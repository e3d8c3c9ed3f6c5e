import { Link } from "@tanstack/react-router";
import { Empty } from "@/shared/states/States";

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <main style={{ padding: "3rem 1rem" }}>
      <h1 className="visually-hidden">This path leads nowhere</h1>
      <Empty title="This path leads nowhere" action={<Link to="/" className="plain-link">Back to the beginning</Link>}>
        The address may be mistyped, or what was here is gone.
      </Empty>
    </main>
  );
}
