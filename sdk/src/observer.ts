// What the core and the second file (observe/) say to each other. A page may
// hold an older core than the second file that it then loads: names here only grow.
import type { Observe, Properties } from "../wend";

/** What the second file gets. */
export interface Port {
  track(event: string, properties: Properties, options: { context?: Properties; timestamp?: number }): void;
  /** What the site has switched off: {scroll: false}. */
  switches: Observe;
  /** The page that is being looked at, as context.page describes it. */
  page: Properties;
}

/** What the core tells it. */
export interface Observer {
  /** Another page is looked at; what belongs to the one before is told now. */
  view(page: Properties): void;
  /** The page is hidden, or left (gone); it may not come back. */
  leave(gone: boolean): void;
  /** A script failed: an ErrorEvent or a PromiseRejectionEvent. */
  failed(event: Event): void;
}

export interface ObserveModule {
  observe(port: Port): Observer;
}

/** Fetches the second file; host is where Wend runs. */
export type Fetch = (host: string) => Promise<ObserveModule>;
