/** Where to go after signing in: an address of the app itself, never of another site. */
export function nextAddress(next: string | undefined): string {
  return next && /^\/(?![/\\\s])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
