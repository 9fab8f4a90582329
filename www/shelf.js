// @ts-check
// Named experiments in this browser: nothing leaves the machine.

import { t } from "./words.js";

/** An experiment with its name and when it was kept, in milliseconds. @typedef {{ name: string, text: string, at: number }} Kept */

const [BASE, STORE] = ["steepest", "experiments"];

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Why nothing is kept, in words. @param {unknown} error */
function reason(error) {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  return new Error(full
    ? t("This browser has no room left for it. Delete what is no longer needed, or save experiments as files.")
    : t("This browser lets the page keep nothing: save the experiment as a file instead."));
}

export class Shelf {
  #base;

  /** Whether it has been closed, by another tab with a later page or by whoever has emptied the browser's storage. */
  closed = false;

  /** @param {IDBDatabase} base */
  constructor(base) {
    this.#base = base;
    base.onversionchange = () => {
      base.close();
      this.closed = true;
    };
    base.onclose = () => (this.closed = true);
  }

  static async open() {
    try {
      const request = indexedDB.open(BASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "name" });
      return new Shelf(await answer(request));
    } catch (error) {
      throw reason(error);
    }
  }

  /** All that is kept, the latest first. @returns {Promise<Kept[]>} */
  async all() {
    const kept = await this.#work("readonly", (store) => answer(store.getAll()));
    return kept.sort((/** @type {Kept} */ a, /** @type {Kept} */ b) => b.at - a.at);
  }

  /** Keeps an experiment; what was there by its name. @param {Kept} kept @returns {Promise<Kept | undefined>} */
  put(kept) {
    return this.#work("readwrite", async (store) => {
      const former = await answer(store.get(kept.name));
      await answer(store.put(kept));
      return former;
    });
  }

  /** Keeps several under names that are free, all or none. @param {Kept[]} all */
  add(all) {
    return this.#work("readwrite", async (store) => {
      for (const kept of all) {
        let { name } = kept;
        for (let k = 2; await answer(store.get(name)); k += 1) name = `${kept.name} (${k})`;
        await answer(store.put({ ...kept, name }));
      }
    });
  }

  /** @param {string} name */
  remove(name) {
    return this.#work("readwrite", (store) => answer(store.delete(name)));
  }

  /** Gives a kept experiment another name; whether that was free. @param {string} from @param {string} to @returns {Promise<boolean>} */
  rename(from, to) {
    return this.#work("readwrite", async (store) => {
      if (await answer(store.get(to))) return false;
      await answer(store.put({ ...(await answer(store.get(from))), name: to }));
      await answer(store.delete(from));
      return true;
    });
  }

  /**
   * All of a work, or nothing of it.
   * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => Promise<any>} work
   */
  async #work(mode, work) {
    /** @type {IDBTransaction | undefined} */
    let transaction;
    try {
      const begun = (transaction = this.#base.transaction(STORE, mode));
      const done = new Promise((resolve, reject) => {
        begun.oncomplete = resolve;
        begun.onabort = () => reject(begun.error);
      });
      const [value] = await Promise.all([work(begun.objectStore(STORE)), done]);
      return value;
    } catch (error) {
      try {
        transaction?.abort();
      } catch {
        // It has ended already.
      }
      throw reason(error);
    }
  }
}
