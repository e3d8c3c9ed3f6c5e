/**
 * A random UUID (version 4). crypto.randomUUID exists on https pages only, so
 * it is made from random bytes, which every page has.
 */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let text = "";
  bytes.forEach((byte, i) => {
    if (i === 6) byte = (byte & 15) | 64;
    if (i === 8) byte = (byte & 63) | 128;
    text += (i > 3 && i < 11 && i % 2 === 0 ? "-" : "") + (byte + 256).toString(16).slice(1);
  });
  return text;
}
