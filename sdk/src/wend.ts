import type { Call, CallOptions, Callback, LoadOptions, Message, Properties, Wend } from "../wend";
import { merge, sort } from "./arguments";
import { context, page as described, type Place } from "./context";
import { createIdentity, type Identity, identityKeys } from "./identity";
import { uuid } from "./ids";
import { watch, type Navigation } from "./navigation";
import type { Fetch, Observer } from "./observer";
import { optedOut, withoutClickIds } from "./privacy";
import { createQueue, mostMessages } from "./queue";
import { createSender, type Sender } from "./sender";
import { createSession, type Session, sessionKey } from "./session";
import { createShop } from "./shop";
import { cookies, first, local, memory } from "./storage";
import { version } from "./version";

type Fields = Partial<Message> & Pick<Message, "type">;
type Verb = (...args: unknown[]) => unknown;

/** What there is once a write key is known. */
interface Live {
  identity: Identity;
  session: Session;
  /** undefined: the visitor has not agreed yet, or has refused. */
  sender: Sender | undefined;
  place: Place;
  navigation: Navigation | undefined;
  observer: Observer | undefined;
  cookieless: boolean;
  /** Calls that wait for the visitor's consent, in memory only; undefined: nothing is wanted. */
  held: Message[] | undefined;
  /** What the visitor says about being recorded, now and on the next page. */
  answer(agreed: boolean): void;
}

const consentKey = "wend_consent";

/** Nothing that goes wrong in here may stop the page that we are a guest of. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    console.error("wend.js:", error);
    return undefined;
  }
}

function iso(time: unknown): string {
  const date = new Date(time as string);
  return isNaN(+date) ? new Date().toISOString() : date.toISOString();
}

export function createWend(fetchObserver?: Fetch): Wend {
  let live: Live | undefined;
  const waiting: Array<(live: Live) => void> = [];

  /** Now, or as soon as the write key is known. */
  const once = <T>(work: (live: Live) => T): Promise<T> =>
    new Promise((resolve) => {
      const run = (live: Live): void => resolve(safely(() => work(live)) as T);
      if (live) run(live);
      else waiting.push(run);
    });

  function send(live: Live, fields: Fields, options: CallOptions, callback?: Callback): Message {
    const { identity, session, place, sender, navigation, cookieless, held } = live;
    const { context: own, integrations, timestamp, anonymousId, userId, messageId, ...more } = options;
    const touchpoint = /track|page|screen/.test(fields.type);
    if (fields.type === "page") {
      navigation?.cancel();
      live.observer?.view(described(place));
    } else if (touchpoint) navigation?.settle();

    const now = Date.now();
    const user = userId ?? identity.userId();
    const anonymous = anonymousId || identity.anonymousId();
    let message: Message = {
      messageId: messageId || uuid(),
      timestamp: iso(timestamp ?? now),
      ...(anonymous ? { anonymousId: anonymous } : {}),
      ...(user === null ? {} : { userId: String(user) }),
      ...fields,
      context: merge(
        merge(
          {
            ...context(place),
            ...(cookieless ? { cookieless } : {}),
            sessionId: touchpoint ? session.touch(now) : session.current(now),
          },
          more,
        ),
        own,
      ),
      ...(integrations ? { integrations } : {}),
    };
    if (fields.type === "page") {
      // what page() is told about the page holds for its context too, and the other way round
      const found = message.context.page as Properties;
      const told = message.properties as Properties;
      message.properties = { ...found, ...told };
      for (const key in found) if (key in told) found[key] = told[key];
    }
    if (optedOut()) message = withoutClickIds(message);
    if (sender) sender.add(message);
    else if (held && held.length < mostMessages) held.push(message);
    if (callback) void Promise.resolve(message).then(callback);
    return message;
  }

  /** The second file is fetched when the page has nothing better to do; what fails until then is kept for it. */
  function observe(live: Live, host: string, switches: Exclude<LoadOptions["observe"], boolean> = {}): void {
    const failed: Event[] = [];
    const note = (event: Event): void => void (live.observer ? live.observer.failed(event) : failed.push(event));
    addEventListener("error", note);
    addEventListener("unhandledrejection", note);
    (window.requestIdleCallback || setTimeout)(
      () =>
        fetchObserver?.(host).then(
          ({ observe }) => {
            const track = (event: string, properties: Properties, options: CallOptions): void =>
              void send(live, { type: "track", event, properties }, options);
            live.observer = observe({ track, switches, page: described(live.place) });
            failed.forEach(live.observer.failed);
          },
          () => {}, // no network, or a policy of the page: it goes without
        ),
      { timeout: 2000 } as never,
    );
  }

  const view =
    (type: "page" | "screen") =>
    (...args: unknown[]): Promise<Message> =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 2);
        const name = texts.pop();
        const named = { ...(name ? { name } : {}), ...(texts[0] ? { category: texts[0] } : {}) };
        return send(live, { type, ...named, properties: { ...data, ...named } }, options, callback);
      });

  const track = (...args: unknown[]): Promise<Message> =>
    once((live) => {
      const { texts, data, options, callback } = sort(args, 1);
      return send(live, { type: "track", event: texts[0] ?? "", properties: data }, options, callback);
    });

  function load(writeKey: string, options: LoadOptions): void {
    const { host: given = "", storage, cookieDomain, hash = false, page = true, waitForConsent, observe: observed = true } = options;
    const { flushAt = 20, flushInterval = 1000 } = options;
    const host = given.replace(/\/+$/, "");
    const cookieless = storage === "none" || optedOut();
    const cookie = cookies(cookieDomain);
    const store = cookieless ? memory() : first([...(cookieDomain ? [cookie, local] : [local, cookie]), memory()]);
    const queueKey = `wend_queue_${writeKey}`;
    const nowhere = memory();

    const begun: Live = (live = {
      identity: createIdentity(nowhere, cookieless, false),
      session: createSession(nowhere),
      sender: undefined,
      place: { referrer: document.referrer, stale: undefined, hash },
      navigation: undefined,
      observer: undefined,
      cookieless,
      held: [],
      answer(agreed) {
        (agreed ? agree : refuse)();
        store.set(consentKey, agreed ? "1" : "0");
      },
    });
    const agree = (): void => {
      if (begun.sender) return;
      const { identity, held = [] } = begun;
      const user = identity.userId();
      const before = identity.anonymousId();
      begun.identity = createIdentity(store, cookieless, !cookieless);
      begun.session = createSession(store);
      if (user) begun.identity.become(user);
      // who was here before is known only now
      const now = begun.identity.anonymousId();
      const calls = before && now ? JSON.parse(JSON.stringify(held).split(before).join(now)) : held;
      const queue = createQueue(cookieless ? undefined : local, queueKey);
      const { add } = (begun.sender = createSender(queue, { url: `${host}/v1/batch`, writeKey, flushAt, flushInterval }));
      calls.forEach(add);
      begun.held = undefined;
    };
    const refuse = (): void => {
      void begun.sender?.flush();
      begun.sender = begun.held = undefined;
      begun.identity = createIdentity(nowhere, cookieless, false);
      begun.session = createSession(nowhere);
      ours.forEach(store.remove);
    };
    const ours = [...identityKeys, sessionKey, queueKey, consentKey];
    if (cookieless) ours.forEach(first([local, cookie]).remove); // what another configuration has left
    const told = store.get(consentKey);
    if (told === "0") begun.held = undefined;
    else if (told || !waitForConsent) agree();

    if (page) begun.navigation = watch(begun.place, () => void view("page")());
    if (observed) observe(begun, host, observed === true ? {} : observed);

    const leave = (event: Event): void => {
      begun.navigation?.settle();
      begun.observer?.leave(event.type === "pagehide");
      begun.sender?.leave();
    };
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", (event) => document.visibilityState === "hidden" && leave(event));
    addEventListener("online", () => begun.sender?.online());
    waiting.splice(0).forEach((run) => run(begun));
  }

  const wend = {
    version,

    load(writeKey: string, options: LoadOptions = {}) {
      if (!live) safely(() => load(writeKey, options));
    },

    track,
    page: view("page"),
    screen: view("screen"),
    shop: createShop(track),

    identify: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 1);
        if (texts[0]) live.identity.become(texts[0]);
        return send(live, { type: "identify", traits: data }, options, callback);
      }),

    group: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 1);
        return send(live, { type: "group", groupId: texts[0] ?? "", traits: data }, options, callback);
      }),

    alias: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, callback } = sort(args, 2);
        const { userId, anonymousId } = live.identity;
        const previousId = texts[1] ?? userId() ?? anonymousId();
        return send(live, { type: "alias", userId: texts[0] ?? "", previousId }, data, callback);
      }),

    // An identify call: it is no touchpoint, so saying yes to mail is no step of
    // a journey. It is told once only: repeated with every later call, an old
    // yes would overrule whoever has unsubscribed by mail since.
    consent: (preferences: Record<string, boolean>) =>
      once((live) => {
        const categoryPreferences = { ...(optedOut() ? { advertising: false, marketing: false } : {}), ...preferences };
        if (preferences.analytics) live.answer(true);
        const message = send(live, { type: "identify", traits: {} }, { context: { consent: { categoryPreferences } } });
        if (preferences.analytics === false) live.answer(false);
        return message;
      }),

    reset: () =>
      void once(({ identity, session }) => {
        identity.reset();
        session.reset();
      }),

    ready: (callback?: () => void) => once(() => callback?.()),

    flush: () =>
      once(({ navigation, sender }) => {
        navigation?.settle();
        return sender?.flush();
      }),

    user: () => ({
      id: () => (live ? live.identity.userId() : null),
      anonymousId: () => (live ? live.identity.anonymousId() : ""),
    }),

    setAnonymousId(id: string = uuid()) {
      void once(({ identity }) => identity.setAnonymousId(id));
      return id;
    },

    push(...calls: Call[]) {
      for (const [verb, ...args] of calls)
        safely(() => (verb.split(".").reduce((at: any, name) => at?.[name], wend) as Verb | undefined)?.(...args)); // "shop.productViewed"
    },
  };
  return wend as unknown as Wend;
}
