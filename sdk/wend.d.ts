// The types of wend.js. The verbs and their arguments are Segment's.

/** Anything that JSON can say. Dates become ISO text. */
export type Properties = Record<string, unknown>;

/** What may be said about one call beside its properties. */
export interface CallOptions {
  /** Merged into the call's context, over what the library found by itself. */
  context?: Properties;
  /** When it happened, where that is not now. */
  timestamp?: Date | string | number;
  /** For this call only. */
  anonymousId?: string;
  /** For this call only. */
  userId?: string;
  /** An id of your own: a call whose id was seen before is not counted again. */
  messageId?: string;
  integrations?: Properties;
  [context: string]: unknown;
}

/** The message as it goes to the server. */
export interface Message {
  type: "track" | "page" | "screen" | "identify" | "group" | "alias";
  messageId: string;
  timestamp: string;
  anonymousId: string;
  userId?: string;
  previousId?: string;
  groupId?: string;
  event?: string;
  name?: string;
  category?: string;
  properties?: Properties;
  traits?: Properties;
  context: Properties;
  integrations?: Properties;
}

export type Callback = (message: Message) => void;

export interface LoadOptions {
  /** Where Wend runs, "https://wend.example.com". Default: where the script came from. */
  host?: string;
  /** false: no page views by themselves, neither the first nor after navigation inside the page. Default true. */
  page?: boolean;
  /** true: a change of the address behind "#" is a page view too. Default false. */
  hash?: boolean;
  /** true: nothing is kept on the visitor's device; every page load is a new visitor. Default false. */
  cookieless?: boolean;
  /** "example.com": visitors stay the same across subdomains, by a cookie for that domain. */
  cookieDomain?: string;
  /** Send as soon as so many calls wait. Default 20. */
  flushAt?: number;
  /** Send at the latest so many milliseconds after a call. Default 1000. */
  flushInterval?: number;
}

export interface User {
  /** The id that identify() gave, or null. */
  id(): string | null;
  anonymousId(): string;
}

export interface Wend {
  /** The library's version; a page that has it has the library, not the snippet's queue. */
  readonly version: string;
  /** Starts sending. Called by itself where the script element names a write key. */
  load(writeKey: string, options?: LoadOptions): void;

  track(event: string, properties?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;
  track(event: string, properties: Properties, callback: Callback): Promise<Message>;
  track(event: string, callback: Callback): Promise<Message>;

  page(category: string, name: string, properties?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;
  page(name?: string, properties?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;
  page(properties: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;
  page(callback: Callback): Promise<Message>;

  screen(category: string, name: string, properties?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;
  screen(name?: string, properties?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;

  identify(userId: string | number, traits?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;
  identify(traits: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;

  group(groupId: string | number, traits?: Properties, options?: CallOptions, callback?: Callback): Promise<Message>;

  alias(userId: string | number, previousId?: string | number, options?: CallOptions, callback?: Callback): Promise<Message>;
  alias(userId: string | number, options: CallOptions, callback?: Callback): Promise<Message>;

  /**
   * What the visitor allows, by purpose: consent({email_marketing: true}).
   * It is told once, with this call; what is told later, here or elsewhere, replaces it.
   */
  consent(categoryPreferences: Record<string, boolean>): Promise<Message>;

  /** Forgets who the visitor is: a new anonymous id, no user id, a new session. */
  reset(): void;
  /** Calls back, and resolves, once the library is loaded. */
  ready(callback?: () => void): Promise<void>;
  /** Sends what waits; resolves when it is sent, or when sending failed and will be tried again. */
  flush(): Promise<void>;
  user(): User;
  setAnonymousId(id?: string): string;
  /** A call as a list, ["track", "Signed Up"]: what the snippet queues. */
  push(...calls: Call[]): void;
}

/** One queued call: the verb and its arguments. */
export type Call = [verb: string, ...args: unknown[]];

declare global {
  interface Window {
    /** The library; before it has loaded, the list of calls that wait for it. */
    wend: Wend;
  }
}
