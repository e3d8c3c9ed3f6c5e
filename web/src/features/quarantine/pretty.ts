/** A message as people can read it: indented where it is JSON, as it came elsewhere. */
export function pretty(message: string): string {
  try {
    return JSON.stringify(JSON.parse(message), null, 2);
  } catch {
    return message;
  }
}
