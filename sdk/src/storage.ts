/** A place for small texts on the visitor's device. */
export interface Store {
  get(key: string): string | null;
  /** false: it could not be kept (storage is full, forbidden or switched off). */
  set(key: string, value: string): boolean;
  remove(key: string): void;
}

const year = 31536000; // seconds

/** localStorage throws where a browser forbids it, even on reading. */
export const local: Store = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // what cannot be reached holds nothing of ours
    }
  },
};

export function cookies(domain?: string): Store {
  const write = (key: string, value: string, age: number): void => {
    document.cookie =
      `${key}=${encodeURIComponent(value)};path=/;max-age=${age};samesite=lax` +
      (domain ? `;domain=${domain}` : "") +
      (location.protocol === "https:" ? ";secure" : "");
  };
  const store: Store = {
    get(key) {
      try {
        const found = `; ${document.cookie}`.split(`; ${key}=`)[1];
        return found === undefined ? null : decodeURIComponent(found.split(";")[0] as string);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        write(key, value, year);
      } catch {
        return false;
      }
      return store.get(key) === value; // a refused cookie is refused silently
    },
    remove(key) {
      try {
        write(key, "", 0);
      } catch {
        // see local.remove
      }
    },
  };
  return store;
}

export function memory(): Store {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => !!kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}

/** Several stores as one: the first that has it answers, the first that can keeps it. */
export function first(stores: Store[]): Store {
  return {
    get(key) {
      for (const store of stores) {
        const value = store.get(key);
        if (value !== null) return value;
      }
      return null;
    },
    set: (key, value) => stores.some((store) => store.set(key, value)),
    remove: (key) => stores.forEach((store) => store.remove(key)),
  };
}
