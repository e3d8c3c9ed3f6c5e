/** Global Privacy Control: the browser asks, for its user, not to be followed. */
export const optedOut = (): boolean => !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;

// Kept equal to the server's list by a test.
const clickIds =
  /\b(dclid|epik|fbclid|gbraid|gclid|gclsrc|irclickid|li_fat_id|msclkid|rdt_cid|sccid|srsltid|ttclid|twclid|wbraid|yclid)=[^&#"\\]*&?/gi;

/** A message without what advertising networks mark a click with, wherever in it an address stands. */
export const withoutClickIds = <T>(message: T): T =>
  JSON.parse(JSON.stringify(message).replace(clickIds, "").replace(/[?&](?=[#"])/g, ""));
