/** Wend's mark and name. */
export function Logo({ withName = true }: { withName?: boolean }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: "0.55rem" }}>
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M3 9c6 0 5 14 11 14s3-12 9-12 3 8 6 8" fill="none" stroke="var(--accent)" strokeWidth="3" strokeLinecap="round" />
        <circle cx="28.5" cy="19" r="2.6" fill="var(--accent)" />
      </svg>
      {withName && <span style={{ fontSize: "1.35rem", fontWeight: 680, letterSpacing: "-0.01em" }}>Wend</span>}
    </span>
  );
}
