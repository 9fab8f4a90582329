// @ts-check
// The page in one file, which opens from a disk: what a server would have sent is found in the file itself.
// The builder fills in the modules, as functions; the page and its workers run the same text.

(() => {
  "use strict";
  /** The address that the page's folder is given here. */
  const ROOT = "packed:///";
  /** The address of a module, as the builder gives it to `import.meta.url`, is of the same kind. @typedef {string} Place */

  /** Modules by name: each runs once and returns what it exports. @type {Record<string, () => Promise<object>>} */
  const MODULES = {};

  const { document, URL: Address, Worker: Thread, fetch: load } = globalThis;
  const script = document?.currentScript;

  /** The name of a file of the page, if the address is of one. @param {unknown} address */
  const named = (address) => {
    const { href } = new Address(address instanceof Request ? address.url : String(address), ROOT);
    return href.startsWith(ROOT) ? href.slice(ROOT.length).split(/[?#]/, 1)[0] : undefined;
  };

  /** @typedef {{ type: string, bytes: Uint8Array<ArrayBuffer> }} File */

  /**
   * Files that are no modules, by name; WebAssembly is packed. As bytes: WebKit lets a worker read no blob of a page from a disk.
   * @type {Record<string, File> | Promise<Record<string, File>>}
   */
  const files = script ? unpacked() : handed();

  /** What the document holds. */
  function unpacked() {
    /** @type {Record<string, { type: string, data: string }>} */
    const held = JSON.parse(document.querySelector("script[type='application/json']")?.textContent ?? "{}");
    return Object.fromEntries(Object.entries(held).map(([name, { type, data }]) => {
      const text = atob(data);
      const bytes = new Uint8Array(text.length);
      for (let k = 0; k < text.length; k += 1) bytes[k] = text.charCodeAt(k);
      return [name, { type, bytes }];
    }));
  }

  /** What the page hands to a worker, before anything else. @returns {Promise<Record<string, File>>} */
  function handed() {
    return new Promise((resolve) => addEventListener("message", (event) => {
      event.stopImmediatePropagation();
      resolve(event.data);
    }, { once: true }));
  }

  /** Addresses of the page's files can be used like those of a server. */
  const URL = class extends Address {
    /** @param {string | URL} path @param {string | URL} [base] */
    constructor(path, base) {
      super(path, base);
      const file = !(files instanceof Promise) && files[named(this) ?? ""];
      if (file && file.type !== "application/wasm") this.href = Address.createObjectURL(new Blob([file.bytes], { type: file.type }));
    }
  };

  /** @param {RequestInfo | URL} what @param {RequestInit} [how] */
  const fetch = async (what, how) => {
    const name = named(what);
    if (name === undefined) return load(what, how);
    const file = (await files)[name];
    if (!file) return new Response(null, { status: 404 });
    const { body } = new Response(file.bytes);
    const isPacked = file.type === "application/wasm";
    return new Response(isPacked ? body?.pipeThrough(new DecompressionStream("gzip")) : body, { headers: { "content-type": file.type } });
  };

  /** A worker runs this same text: a browser loads no module that is not from a server. */
  const Worker = Thread && class extends Thread {
    /** @param {string | URL} address */
    constructor(address) {
      const begin = `globalThis.packed = ${JSON.stringify(named(address))};`;
      super(Address.createObjectURL(new Blob([begin, script?.textContent ?? ""], { type: "text/javascript" })));
      this.postMessage(files);
    }
  };

  /** Modules that have begun to run. @type {Record<string, Promise<any>>} */
  const begun = {};

  /** @param {string} name */
  const packedLoad = (name) => (begun[name] ??= MODULES[name]?.() ?? Promise.reject(new Error(`${name} is not in this file`)));

  /** What `import(path)` is in the module at `place`. @param {string} path @param {Place} place */
  const packedImport = (path, place) => packedLoad(named(new Address(path, place)) ?? path);

  // The names above are those that the modules see.
  void [URL, fetch, Worker, packedImport];

  const first = /** @type {{ packed?: string }} */ (globalThis).packed;
  if (first) packedLoad(first);
  else packedLoad("www/early.js").then(() => packedLoad("www/main.js"));
})();
