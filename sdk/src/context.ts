import type { Properties } from "../wend";
import { version } from "./version";

/** What navigation inside the page changes about the page's description. */
export interface Place {
  referrer: string;
  /** The canonical address that the page before had: it is stale until it changes. */
  stale: string | undefined;
  /** Whether what follows "#" is part of the page's address. */
  hash: boolean;
}

export const canonical = (): string | undefined =>
  document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href || undefined;

/** The page as analytics.js describes it: its canonical address where it has one. */
export function page(place: Place): Properties {
  const { href, pathname, search, hash } = location;
  const address = canonical();
  let url = href.replace(/#.*/, "");
  let path = pathname;
  if (place.hash && hash) {
    // a path is told without "#": Wend, like most, ends a path there
    url += hash;
    path = path.replace(/\/$/, "") + hash.replace(/^#!?\/?/, "/");
  } else if (address && address !== place.stale) {
    url = address.includes("?") ? address : address + search;
    path = new URL(address, href).pathname;
  }
  return { path, referrer: place.referrer, search, title: document.title, url };
}

function decode(text: string): string {
  text = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** utm_source=… of the address, as analytics.js names them: utm_campaign is the campaign's name. */
export function campaign(search: string): Properties | undefined {
  let found: Properties | undefined;
  search.split(/[?&]/).forEach((pair) => {
    const [, key, value] = /^utm_([^=]+)=?(.*)/.exec(pair) || [];
    if (key) (found = found || {})[key === "campaign" ? "name" : key] = decode(value as string);
  });
  return found;
}

export function context(place: Place): Properties {
  const nav = navigator as Navigator & { userAgentData?: { toJSON(): Properties } };
  let timezone: string | undefined;
  try {
    timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    // unknown
  }
  return {
    page: page(place),
    campaign: campaign(location.search),
    userAgent: nav.userAgent,
    userAgentData: nav.userAgentData?.toJSON(),
    locale: nav.language,
    timezone,
    screen: {
      width: screen.width,
      height: screen.height,
      density: devicePixelRatio,
      innerWidth,
      innerHeight,
    },
    library: { name: "wend.js", version },
  };
}
