import { uuid } from "./ids";
import { cookies, local, type Store } from "./storage";

const anonymousKey = "wend_anonymous_id";
const userKey = "wend_user_id";

/** Who the visitor is on this device. Read from the store each time: another tab may have changed it. */
export interface Identity {
  /** Empty where the server finds it. */
  anonymousId(): string;
  userId(): string | null;
  /** Takes a user's id. A user after another user gets a new anonymous id: two people, one device. */
  become(userId: string): void;
  setAnonymousId(id?: string): string;
  reset(): void;
}

/**
 * A site that used Segment's analytics.js before keeps its visitors: their ids
 * lie in localStorage as JSON, or in a cookie.
 */
function inherited(key: string): string | null {
  const value = local.get(key) ?? cookies().get(key);
  return value ? value.replace(/^"|"$/g, "") : null;
}

/** Everything that lies on the device of this. */
export const identityKeys = [anonymousKey, userKey];

/** cookieless: nothing is kept, and the server finds an anonymous id that lasts a day. */
export function createIdentity(store: Store, cookieless: boolean, inherit: boolean): Identity {
  const setAnonymousId = (id = uuid()): string => {
    store.set(anonymousKey, id);
    return id;
  };
  const userId = (): string | null => store.get(userKey);

  if (inherit && !store.get(anonymousKey)) {
    const anonymous = inherited("ajs_anonymous_id");
    const user = inherited("ajs_user_id");
    if (anonymous) setAnonymousId(anonymous);
    if (user && user !== "null") store.set(userKey, user);
  }

  const renew = (): string => {
    if (!cookieless) return setAnonymousId();
    store.remove(anonymousKey);
    return "";
  };
  const anonymousId = (): string => store.get(anonymousKey) ?? renew();

  // Written again at every start: a cookie lives on for another year, and ids
  // that an earlier configuration kept elsewhere move to where they belong now.
  if (anonymousId()) setAnonymousId(anonymousId());
  const user = userId();
  if (user) store.set(userKey, user);

  return {
    anonymousId,
    userId,
    become(id) {
      const before = userId();
      if (before && before !== id) renew();
      store.set(userKey, id);
    },
    setAnonymousId,
    reset() {
      store.remove(userKey);
      renew();
    },
  };
}
