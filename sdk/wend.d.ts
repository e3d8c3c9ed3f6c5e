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
  /** Absent where the server finds it (storage "none"). */
  anonymousId?: string;
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

/** What is noticed without being asked. Each can be switched off: {scroll: false}. */
export interface Observe {
  /** Form Started, Form Submitted, Form Abandoned, Field Abandoned. Never what was typed. */
  forms?: boolean;
  /** Rage Click: three clicks or more at one place within a moment. */
  rageClicks?: boolean;
  /** Dead Click: a click on something that looks clickable, and nothing happens. */
  deadClicks?: boolean;
  /** Page Scrolled: how far down a page was seen, once for each page view. */
  scroll?: boolean;
  /** Script Error. */
  errors?: boolean;
  /** Web Vitals, once for each page view. */
  vitals?: boolean;
  /** Outbound Link Clicked. */
  outbound?: boolean;
  /** File Downloaded. */
  downloads?: boolean;
}

export interface LoadOptions {
  /** Where Wend runs, "https://wend.example.com". Default: where the script came from; the package has none. */
  host?: string;
  /** false: no page views by themselves, neither the first nor after navigation inside the page. Default true. */
  page?: boolean;
  /** true: a change of the address behind "#" is a page view too. Default false. */
  hash?: boolean;
  /** false: nothing is noticed by itself but page views. Default: all of it. */
  observe?: boolean | Observe;
  /** "none": nothing is kept on the visitor's device; the server tells visitors apart for a day. Default: local storage, else a cookie. */
  storage?: "none";
  /** true: nothing is sent or stored before consent({analytics: true}). Default false. */
  waitForConsent?: boolean;
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
  /** Empty where the server finds it (storage "none"). */
  anonymousId(): string;
}

/** A product as Segment's e-commerce events describe it. */
export interface Product {
  product_id?: string;
  sku?: string;
  category?: string;
  name?: string;
  brand?: string;
  variant?: string;
  /** Of one. */
  price?: number;
  quantity?: number;
  coupon?: string;
  /** ISO 4217: "EUR". */
  currency?: string;
  position?: number;
  url?: string;
  image_url?: string;
  [more: string]: unknown;
}

export interface Cart {
  cart_id?: string;
  products?: Product[];
  [more: string]: unknown;
}

export interface Checkout {
  checkout_id?: string;
  order_id?: string;
  affiliation?: string;
  /** What the customer pays, shipping and tax included. */
  total?: number;
  /** What the products cost, after discounts, before shipping and tax. */
  subtotal?: number;
  /** What the shop earns by it: subtotal without shipping and tax, as Segment has it. */
  revenue?: number;
  value?: number;
  shipping?: number;
  tax?: number;
  discount?: number;
  coupon?: string;
  currency?: string;
  products?: Product[];
  [more: string]: unknown;
}

export interface Order extends Checkout {
  order_id: string;
}

export interface CheckoutStep {
  checkout_id?: string;
  /** The first step is 1. */
  step: number;
  shipping_method?: string;
  payment_method?: string;
  [more: string]: unknown;
}

/** Segment's e-commerce events: productViewed(product) is track("Product Viewed", product). */
export interface Shop {
  productsSearched(search: { query: string; [more: string]: unknown }, options?: CallOptions): Promise<Message>;
  productListViewed(list: { list_id?: string; category?: string; products?: Product[]; [more: string]: unknown }, options?: CallOptions): Promise<Message>;
  productClicked(product: Product, options?: CallOptions): Promise<Message>;
  productViewed(product: Product, options?: CallOptions): Promise<Message>;
  productAdded(product: Product & { cart_id?: string }, options?: CallOptions): Promise<Message>;
  productRemoved(product: Product & { cart_id?: string }, options?: CallOptions): Promise<Message>;
  productAddedToWishlist(product: Product & { wishlist_id?: string; wishlist_name?: string }, options?: CallOptions): Promise<Message>;
  cartViewed(cart: Cart, options?: CallOptions): Promise<Message>;
  couponApplied(coupon: { coupon_id?: string; coupon_name?: string; discount?: number; [more: string]: unknown }, options?: CallOptions): Promise<Message>;
  checkoutStarted(checkout: Checkout, options?: CallOptions): Promise<Message>;
  checkoutStepViewed(step: CheckoutStep, options?: CallOptions): Promise<Message>;
  checkoutStepCompleted(step: CheckoutStep, options?: CallOptions): Promise<Message>;
  paymentInfoEntered(payment: Omit<CheckoutStep, "step"> & { order_id?: string }, options?: CallOptions): Promise<Message>;
  orderCompleted(order: Order, options?: CallOptions): Promise<Message>;
  orderRefunded(order: Order, options?: CallOptions): Promise<Message>;
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

  /** Segment's e-commerce events, typed. */
  readonly shop: Shop;

  /**
   * What the visitor allows, by purpose: consent({analytics: true, email_marketing: true}).
   * It is told once, with this call; what is told later, here or elsewhere, replaces it.
   * analytics: true begins what waited for consent; false ends all recording, on later pages too.
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

/** One queued call: the verb ("shop.productViewed" too) and its arguments. */
export type Call = [verb: string, ...args: unknown[]];

/** The library as a module: the package's default export. It starts with load(writeKey, {host}). */
export declare const wend: Wend;
export default wend;

declare global {
  interface Window {
    /** The library; before it has loaded, the list of calls that wait for it. */
    wend: Wend;
  }
}
