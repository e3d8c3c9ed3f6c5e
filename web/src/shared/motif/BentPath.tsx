/** The motif: a line that bends, forks and comes back. Decoration only. */
export function BentPath({ width = 180 }: { width?: number }) {
  return (
    <svg width={width} height={(width * 56) / 180} viewBox="0 0 180 56" fill="none" aria-hidden="true">
      <path d="M4 28c26 0 22-20 48-20s26 36 54 36 26-22 44-22" stroke="var(--rule-strong)" strokeWidth="2.5" strokeLinecap="round" />
      <path d="M78 30c16 0 18-20 36-20s20 12 36 12" stroke="var(--accent)" strokeWidth="2.5" strokeLinecap="round" strokeDasharray="2 7" />
      <circle cx="4" cy="28" r="4" fill="var(--rule-strong)" />
      <circle cx="168" cy="22" r="6" fill="none" stroke="var(--accent)" strokeWidth="2.5" />
    </svg>
  );
}
