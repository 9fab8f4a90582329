// A monkey: whatever can be done on the page, in an order that follows from a seed. It finds the controls by itself, so
// that new ones are tried as well; what it has done is kept, and told with whatever goes wrong.
//
// Each action is drawn from the seed and its own number alone; which of the controls in sight is meant is a matter of
// their names, not of their places, so that what comes late from a worker moves little.

/** @typedef {{ name: string, element: HTMLElement }} Control */

(() => {
  /** How many actions are told where something goes wrong. */
  const TOLD = 20;
  /** Which share of the actions is followed by another one before anything is drawn. */
  const HASTE = 0.85;
  /** So many milliseconds of actions are enough for one script: a driver waits for no answer longer than a minute. */
  const PATIENCE = 4_000;
  /** No further edit is undone after so many milliseconds. */
  const UNWINDING = 40_000;
  /** An action that takes more milliseconds than this is told, but is no fault: the machine may have other things to do. */
  const SLOW = 2_000;
  /** What is saved is given back after ten seconds; after so many milliseconds it should have been, whatever else there was to do. */
  const OVERDUE = 60_000;
  /** Links that the address may be given: good ones, and what is none. */
  const LINKS = [
    "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.2,1&seed=0&steps=300&c=gradient_descent,rate:0.001&c=adam,rate:0.05",
    "v=1&on=bowl&view=-5,5,-5,5&start=4,3&seed=0&steps=60&c=adam,rate:0.3&c=momentum,rate:0.05&at=17&see=overlay,inside,relief",
    "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&seed=0&steps=40&c=gradient_descent,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=adam,rate:0.1,batch:1",
    "v=1&on=himmelblau&view=-5,5,-5,5&start=-0.3,-0.8&seed=0&steps=200&c=gradient_descent,rate:0.01&c=momentum,rate:0.005&map=basins,budget:60&see=definiteness",
    "v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=200000&noise=0.5&c=gradient_descent,rate:0.01",
    "lesson=no-such-lesson", "v=1&on=everest", "%00%ff<script>", "v=9&on=rosenbrock&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1",
    "v=1&on=rosenbrock&view=nan,2,-1,3&start=inf,1&steps=-3&c=adam,rate:nan", "",
  ];
  const NUMBERS = [
    "0", "1", "-1", "2", "3", "12", "0.1", "0.9", "0.999", "1e-3", "1.5", "-0", "00012", "100", "400", "5000", "1e5", "1e308", "-1e308", "1e999",
    "5e-324", "NaN", "nan", "Infinity", "-Infinity", "", " ", "two", "1,5", "0x10", "1_000", "½", "١", "9".repeat(400), "1200x800", "600x450", "1x1", "99999x99999",
  ];
  const FORMULAS = [
    "x^2 + y^2", "a*x^2 + y^4 - cos(3x)", "(1 - x)^2 + 100*(y - x^2)^2", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "sin(x)*cos(y)", "1/x", "log(x) + sqrt(y)",
    "abs(x) + abs(y)", "exp(x*y)", "a*b*c*d*x", "x^", "", "x +", "((((", "0", "1e400*x", "🙂", "x^2".concat(" + x^2".repeat(60)), "x".repeat(9000), "x^y^x",
  ];
  const RULES = [
    "w = w - lr*g", "m = 0.9*m + g\nw = w - lr*m", "start m = 0.1\nm = b*m + (1 - b)*g\nw = w - lr*m/(1 - b^t)", "v = mu*v - lr*g\nat w + mu*v\nw = w + v",
    "w = w", "w = ", "", "w = w - lr*g/0", "w = 1e300*w", "g = 1", "s = s + g^2\nw = w - lr*g/(sqrt(s) + 1e-8)",
  ];
  const TABLES = [
    "x,y\n1,2\n3,4\n5,7\n", "a;b;c\n1,5;2;yes\n2,5;3;no\n3;1;yes\n", "p,q,kind\n1,2,a\n3,4,b\n2,2,a\n", "x\ty\n1\t2\n3\tNaN\n", "", "x", "1", "\u0000\u0001", "\"never closed",
    "x,y\n".concat(Array.from({ length: 3000 }, (_, k) => `${k % 37},${(k * k) % 23}\n`).join("")), ",,,\n,,,\n", "x,y\n1e308,-1e308\n5e-324,0\n",
  ];
  const NAMES = ["A", "Another", "", " ", "<b>bold</b>", "../../etc", "n".repeat(500), "Ωμέγα", "A"];
  const SEARCHES = ["adam", "n", "zzz", "", "Newton", "  grad ", "*"];
  const POOLS = [NUMBERS, FORMULAS, RULES, TABLES, NAMES, SEARCHES];
  /** Keys as the page's own list has them, and some that mean nothing. */
  const KEYS = [
    " ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "o", "g", "d", "i", "m", "c", "l", "n", "p", "3", "q", "+", "-", "=", "0", "f", "Escape", "Enter", "Tab",
    "Delete", "Backspace", "e", "h", "t", "b", "?", "1", "2", "9", "PageDown", "x", "Shift", "é", "F13", "Unidentified", "Dead", "Process",
  ];
  const FILES = [
    () => lab.ask("file"), () => "", () => "{", () => "[]", () => "null", () => '{"steepest": 99}', () => "x,y\n1,2\n", () => "\u0000".repeat(100), () => JSON.stringify({ deep: "[".repeat(5000) }),
  ];
  /** What can be chosen, pressed, moved or written. */
  const CONTROLS = "button, summary, a[href^='#'], input:not([type=file]), select, textarea, [tabindex='0'], [role=slider]";
  /** Where a control would load the page anew, and end the monkey with it. */
  const ELSEWHERE = "language-choice";

  /** A text, and more numbers, to 32 well mixed bits. @param {string} text @param {...number} numbers */
  function mix(text, ...numbers) {
    let bits = 2166136261;
    for (const code of [...text].map((letter) => letter.codePointAt(0) ?? 0).concat(numbers)) bits = Math.imul(bits ^ code, 16777619);
    bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return (bits ^ (bits >>> 15)) >>> 0;
  }

  /** Chance, as the seed and the action's number have it. */
  class Dice {
    #at = 0;

    /** @param {number} seed @param {number} number */
    constructor(seed, number) {
      this.seed = seed;
      this.number = number;
    }

    /** The next number in [0, 1). */
    share() {
      this.#at += 1;
      return mix("", this.seed, this.number, this.#at) / 2 ** 32;
    }

    /** @template T @param {T[]} list */
    pick(list) {
      return list[Math.floor(this.share() * list.length)];
    }

    /** One of some by their names: whoever joins or leaves changes nothing among the others. @template T @param {T[]} list @param {(item: T) => string} name */
    choose(list, name) {
      this.#at += 1;
      const rank = (/** @type {T} */ item) => mix(name(item), this.seed, this.number, this.#at);
      return list.reduce((best, item) => (rank(item) > rank(best) ? item : best));
    }
  }

  /** The element of the page's own kind that holds another one. @param {Element} element */
  function owner(element) {
    let at = /** @type {Element | null} */ (element);
    while (at && !at.localName.includes("-")) at = at.parentElement;
    return at?.localName ?? "page";
  }

  /** What a control is called, in the log and in choices. @param {HTMLElement} element */
  function name(element) {
    const { dataset } = element;
    const card = element.closest("[data-contender]");
    const words = dataset.field ?? dataset.slider ?? dataset.key ?? dataset.start ?? element.getAttribute("aria-label") ?? element.textContent ?? "";
    return `${owner(element)} ${element.localName}${card instanceof HTMLElement ? ` ${card.dataset.contender}` : ""} “${words.trim().slice(0, 40)}”`;
  }

  /** What is in reach: in the foremost dialog, or all over the page. @returns {Control[]} */
  function controls() {
    const top = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
    const all = /** @type {HTMLElement[]} */ ([...top.querySelectorAll(CONTROLS)]);
    const free = all.filter((element) => !element.matches(":disabled, [inert] *") && !element.closest(ELSEWHERE) && element.checkVisibility({ visibilityProperty: true }));
    const times = new Map();
    return free.map((element) => {
      const plain = name(element);
      times.set(plain, (times.get(plain) ?? 0) + 1);
      return { name: `${plain}${times.get(plain) > 1 ? ` (${times.get(plain)})` : ""}`, element };
    });
  }

  /** Texts that a field may be given. @param {HTMLElement} element @param {Dice} dice */
  function textFor(element, dice) {
    const { field = "" } = element.dataset;
    if (dice.share() < 0.12) return dice.pick(dice.pick(POOLS));
    if (element.closest("bring-data")) return dice.pick(TABLES);
    if (element.closest("kept-list")) return dice.pick(NAMES);
    if (element.getAttribute("type") === "search") return dice.pick(SEARCHES);
    if (/formula/.test(field)) return dice.pick(FORMULAS);
    if (/rule/.test(field)) return dice.pick(RULES);
    return dice.pick(NUMBERS);
  }

  /** @param {EventTarget} target @param {...string} kinds */
  const tell = (target, ...kinds) => kinds.forEach((kind) => target.dispatchEvent(new Event(kind, { bubbles: true })));

  /** @param {Element} target @param {string} key @param {Partial<KeyboardEventInit>} [held] */
  function press(target, key, held = {}) {
    for (const kind of ["keydown", "keyup"]) target.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true, ...held }));
  }

  /** Uses a control; what was done with it. @param {HTMLElement} element @param {Dice} dice */
  function use(element, dice) {
    if (dice.share() < 0.6) element.focus();
    if (element instanceof HTMLSelectElement) {
      if (!element.options.length) return "has nothing to choose";
      const option = dice.choose([...element.options], ({ value }) => value);
      element.value = option.value;
      tell(element, "input", "change");
      return `chooses ${option.value}`;
    }
    if (element instanceof HTMLInputElement && element.type === "range") {
      const [low, high] = [Number(element.min || 0), Number(element.max || 100)];
      const times = dice.pick([1, 1, 3, 8]);
      for (let k = 0; k < times; k += 1) {
        const share = dice.pick([0, 1, dice.share(), dice.share()]);
        element.value = String(low + (high - low) * share);
        tell(element, "input");
      }
      tell(element, "change");
      return `slides ${times} times to ${element.value}`;
    }
    const isText = element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !["checkbox", "radio"].includes(element.type));
    if (isText && !element.readOnly) {
      const text = textFor(element, dice);
      element.value = text;
      tell(element, "input");
      const end = dice.pick(["change", "change", "change", "Enter", "Escape", "nothing"]);
      if (end === "change") tell(element, "change");
      else if (end !== "nothing") press(element, end);
      return `writes ${JSON.stringify(text.slice(0, 40))}${text.length > 40 ? ` and ${text.length - 40} more` : ""}, then ${end}`;
    }
    if (element.matches("button, summary, a, input, th")) {
      element.click();
      return "clicks";
    }
    const key = dice.pick(KEYS);
    press(element, key);
    return `presses ${key}`;
  }

  /** Turns the wheel above a picture. @param {Dice} dice */
  function wheel(dice) {
    const pictures = [...document.querySelectorAll("race-board .plot, relief-view .plot, trace-charts .plot")].filter((one) => one.checkVisibility());
    if (!pictures.length) return "finds nothing to turn the wheel on";
    const picture = dice.pick(pictures);
    const box = picture.getBoundingClientRect();
    const at = { clientX: box.left + box.width * dice.share(), clientY: box.top + box.height * dice.share() };
    const deltaY = dice.pick([-100, 100, -3, 3, 1e9, -1e9, 0]);
    const ctrlKey = dice.share() < 0.3;
    picture.dispatchEvent(new PointerEvent("pointermove", { ...at, bubbles: true, pointerType: "mouse", pointerId: 1 }));
    for (let k = dice.pick([1, 1, 2, 10]); k > 0; k -= 1) picture.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY, ctrlKey, bubbles: true, cancelable: true }));
    return `turns the wheel by ${deltaY} on ${owner(picture)}`;
  }

  /** Drops a file anywhere. @param {Dice} dice */
  function drop(dice) {
    const files = new DataTransfer();
    const text = dice.pick(FILES)() ?? "";
    files.items.add(new File([text], dice.pick(["experiment.steepest.json", "table.csv", "picture.png", "noname"])));
    const target = document.querySelector("dialog:modal") ?? document.querySelector("race-board") ?? document.body;
    target.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    return `drops a file of ${text.length} letters on ${target.localName}`;
  }

  /** @param {Dice} dice */
  function key(dice) {
    const top = document.querySelector("dialog:modal");
    const active = document.activeElement;
    const target = top ? (top.contains(active) && active) || top : active ?? document.body;
    if (dice.share() < 0.12) {
      const [letter, shiftKey] = dice.pick([["z", false], ["z", true], ["y", false]]);
      press(target, letter, { ctrlKey: true, shiftKey });
      return `presses ctrl ${letter}`;
    }
    const pressed = dice.pick(KEYS);
    const shiftKey = dice.share() < 0.1;
    press(target, pressed, { shiftKey });
    // A dialog that is closed by the browser's own hand.
    if (pressed === "Escape" && top instanceof HTMLDialogElement && top.open) top.close();
    return `presses ${shiftKey ? "shift " : ""}${pressed} on ${target.localName}`;
  }

  /** @param {Dice} dice */
  function go(dice) {
    const link = dice.pick(LINKS);
    location.hash = link;
    return `goes to ${link || "no link"}`;
  }

  /** @param {Dice} dice */
  function act(dice) {
    const way = dice.share();
    if (way < 0.2) return key(dice);
    if (way < 0.26) return wheel(dice);
    if (way < 0.28) return go(dice);
    if (way < 0.29) return drop(dice);
    const reach = controls();
    if (!reach.length) return key(dice);
    const owners = [...new Set(reach.map(({ element }) => owner(element)))];
    const whose = dice.choose(owners, (one) => one);
    const { element, name } = dice.choose(reach.filter((one) => owner(one.element) === whose), (one) => one.name);
    return `${name}: ${use(element, dice)}`;
  }

  class Monkey {
    /** @type {string[]} */
    log = [];
    /** What went wrong, each kind once. @type {string[]} */
    wrong = [];
    /** What is known to be wrong, without its numbers. @type {Set<string>} */
    #known = new Set();
    /** What the page has thrown or said on the console. @type {string[]} */
    faults = [];
    /** Workers that live. @type {Set<Worker>} */
    workers = new Set();
    /** Addresses of blobs that are not given back, with when they were made. @type {Map<string, number>} */
    blobs = new Map();
    /** Actions that took long, each with those before it. @type {string[]} */
    slow = [];
    /** Whether all is undone and done again. */
    unwound = false;
    /** Files that the page has handed over. */
    saved = 0;
    seed = 0;
    /** How often each function was called by a frame. @type {Map<FrameRequestCallback, number>} */
    #beats = new Map();
    /** What the page keeps under names. @type {any} */
    #shelf;
    /** The page's own frame: the function that comes back every time. @type {FrameRequestCallback | undefined} */
    #heart;

    /** Has the page watched. @param {number} seed */
    async watch(seed) {
      this.seed = seed;
      addEventListener("error", ({ message }) => this.faults.push(message));
      addEventListener("unhandledrejection", ({ reason }) => this.faults.push(`unhandled: ${reason?.stack ?? reason}`));
      const error = console.error;
      console.error = (...words) => (this.faults.push(words.join(" ")), error(...words));
      const monkey = this;
      const Plain = Worker;
      globalThis.Worker = class extends Plain {
        /** @param {string | URL} address @param {WorkerOptions} [options] */
        constructor(address, options) {
          super(address, options);
          monkey.workers.add(this);
        }

        terminate() {
          monkey.workers.delete(this);
          super.terminate();
        }
      };
      const [make, revoke] = [URL.createObjectURL, URL.revokeObjectURL];
      URL.createObjectURL = (blob) => {
        const address = make.call(URL, blob);
        this.blobs.set(address, performance.now());
        return address;
      };
      URL.revokeObjectURL = (address) => (this.blobs.delete(address), revoke.call(URL, address));
      // Nothing is saved, printed or chosen: no files pile up, and no window of the browser's own holds up the page.
      const click = HTMLAnchorElement.prototype.click;
      HTMLAnchorElement.prototype.click = function () {
        if (this.download) monkey.saved += 1;
        else click.call(this);
      };
      const open = HTMLInputElement.prototype.click;
      HTMLInputElement.prototype.click = function () {
        if (this.type !== "file") open.call(this);
      };
      globalThis.print = () => ["beforeprint", "afterprint"].forEach((kind) => dispatchEvent(new Event(kind)));
      const frame = requestAnimationFrame;
      globalThis.requestAnimationFrame = (work) => frame((now) => {
        if (this.#heart ? work === this.#heart : true) this.#beats.set(work, (this.#beats.get(work) ?? 0) + 1);
        work(now);
      });
      // The frame that is on its way was asked for before.
      for (let k = 0; k < 8; k += 1) await new Promise((done) => frame(done));
      this.#heart = [...this.#beats].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
      this.#beats = new Map([[this.#heart, 0]]);
      this.frame = () => new Promise((done) => frame(done));
    }

    /** @type {() => Promise<number>} */
    frame = () => new Promise(requestAnimationFrame);

    get #pulse() {
      return this.#beats.get(/** @type {FrameRequestCallback} */ (this.#heart)) ?? 0;
    }

    /** Writes down what is done, also by a hand from outside. @param {number} number @param {string} what */
    note(number, what) {
      this.log.push(`${number} ${what}`);
      if (this.log.length > 2 * TOLD) this.log.splice(0, TOLD);
    }

    /** What has been done last. */
    told() {
      return this.log.slice(-TOLD).join("\n");
    }

    /**
     * Does actions, as many as there is patience for; the number of the next one. Whoever is in haste does several before
     * the page draws once.
     * @param {number} from the number of the first @param {number} to after that of the last
     */
    async run(from, to) {
      const begun = performance.now();
      for (let number = from; number < to; number += 1) {
        const [before, beat] = [performance.now(), this.#pulse];
        const dice = new Dice(this.seed, number);
        const hasty = dice.share() < HASTE;
        this.note(number, "…");
        const what = act(dice);
        this.log.pop();
        this.note(number, what);
        const late = performance.now() - begun > PATIENCE;
        if (!hasty || late) await this.hold(number);
        const took = performance.now() - before;
        if (took > SLOW) this.slow.push(`${Math.round(took)} ms, ${this.#pulse - beat} frames: ${this.log.slice(-6).join(" | ")}: ${lab.ask("address", 0, "")}`);
        if (late) return number + 1;
      }
      await this.hold(to - 1);
      return to;
    }

    /** What went wrong since this was asked last. */
    blames() {
      return this.wrong.splice(0);
    }

    /** The page holds: it draws, has not complained, and nothing in it is without a number. @param {number} number of the action */
    async hold(number) {
      const before = this.#pulse;
      for (let k = 0; k < 4 && this.#pulse < before + 2; k += 1) await this.frame();
      const wrong = this.faults.splice(0);
      if (lab.crashed) wrong.push("the laboratory has stopped");
      if (this.#pulse < before + 2) wrong.push("the page draws no more");
      const nameless = ["NaN", "Infinity", "undefined"].flatMap((word) => ["style", "d", "points", "transform", "x", "y", "width", "height"].map((place) => `[${place}*="${word}"]`));
      for (const element of document.body.querySelectorAll(nameless.join())) {
        if (element instanceof HTMLElement && element.matches("input, option")) continue;
        wrong.push(`no number in ${element.cloneNode() instanceof Element ? /** @type {Element} */ (element.cloneNode()).outerHTML : ""} of ${owner(element)}`);
      }
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth > clientWidth) wrong.push(`the page is ${scrollWidth} wide in a window of ${clientWidth}`);
      if (document.body.textContent?.includes("[object ")) wrong.push("an object is written as a text");
      this.#blame(number, wrong);
    }

    /** Writes down what went wrong, unless the same is known. @param {number} number of the action @param {string[]} wrong */
    #blame(number, wrong) {
      for (const what of wrong) {
        const kind = what.replace(/\d+/g, "");
        if (this.#known.has(kind)) continue;
        this.#known.add(kind);
        this.wrong.push(`seed ${this.seed}, action ${number}: ${what}\nThe last actions:\n${this.told()}`);
      }
    }

    /** How many steps of each run there are. @returns {number[][]} */
    lengths() {
      return lab.page().contenders.map((/** @type {unknown} */ _, /** @type {number} */ k) => this.#runs(k).map((points) => points.length));
    }

    /** Each run's bits, up to a length, as a number. @param {number[][]} lengths @returns {number[][]} */
    digest(lengths) {
      return lengths.map((row, k) => row.map((length, run) => {
        const bits = new Uint32Array(lab.ask("points", k, run).slice(0, length).buffer);
        let sum = length;
        for (const word of bits) sum = Math.imul(sum ^ word, 16777619) + 1;
        return sum >>> 0;
      }));
    }

    /** @param {number} contender @returns {Float64Array[]} */
    #runs(contender) {
      return Array.from({ length: 12 }, (_, run) => lab.ask("points", contender, run) ?? new Float64Array());
    }

    /** Undoes all that can be undone, and does it again, as keys and buttons do. */
    async unwind() {
      const state = () => [lab.ask("file"), String(this.digest(this.lengths().map((row) => row.map((length) => Math.min(length, 8)))))].join("\n");
      /** @param {string} method */
      const travel = (method) => {
        let refused = "";
        document.body.addEventListener("answer", (event) => (refused = /** @type {CustomEvent<string>} */ (event).detail), { once: true });
        document.body.dispatchEvent(Object.assign(new Event("act", { bubbles: true }), { method, args: [] }));
        if (refused) this.#blame(NaN, [`${method} is refused: ${refused}`]);
      };
      const before = state();
      const begun = performance.now();
      let [edits, rested] = [0, begun];
      // Long races are run anew by each edit: now and then the page answers.
      const breathe = async () => {
        if (performance.now() - rested < PATIENCE) return;
        await new Promise((done) => setTimeout(done));
        rested = performance.now();
      };
      for (; lab.page().can_undo[0] && edits < 1000 && performance.now() - begun < UNWINDING; edits += 1) {
        travel("undo");
        await breathe();
      }
      await this.hold(NaN);
      for (let k = 0; k < edits; k += 1) {
        travel("redo");
        await breathe();
      }
      const after = state();
      if (after !== before) this.#blame(NaN, [`${edits} edits undone and done again are another experiment:\n${before}\n${after}`]);
      await this.hold(NaN);
      this.unwound = true;
    }

    /** Closes whatever can be closed, and opens a small experiment. @param {string} link */
    async rest(link) {
      for (const dialog of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) dialog.close();
      if ("classroom" in document.body.dataset) {
        // A blank screen or a countdown takes the first key.
        for (let k = 0; k < 3 && "classroom" in document.body.dataset; k += 1) press(document.body, "Escape");
      }
      for (const open of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[popover]:popover-open"))) open.hidePopover();
      for (const details of document.querySelectorAll("details[open]")) details.removeAttribute("open");
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      location.hash = "";
      await new Promise((done) => setTimeout(done, 50));
      location.hash = link;
      await new Promise((done) => setTimeout(done, 50));
      player.pause();
      player.seek(0);
      scrollTo(0, 0);
      this.#shelf ??= await (await import("/www/shelf.js")).Shelf.open();
      for (const { name } of await this.#shelf.all()) await this.#shelf.remove(name);
      for (let k = 0; k < 6; k += 1) await this.frame();    }

    /** How many addresses of blobs should have been given back. */
    overdue() {
      const now = performance.now();
      return [...this.blobs.values()].filter((made) => now - made > OVERDUE).length;
    }

    /** Bytes of memory of each WebAssembly module that is loaded in the page. */
    async memory() {
      /** @param {string} module @param {string} tag of an element that is there once it is loaded */
      const bytes = async (module, tag) => (document.querySelector(tag) ? (await (await import(`/www/pkg/${module}.js`)).default()).memory.buffer.byteLength : 0);
      return [await bytes("steepest", "body"), await bytes("inside", "map-card"), await bytes("share", "export-dialog"), await bytes("beside", "kept-list")];
    }
  }

  // @ts-ignore: a name in the page's own window.
  globalThis.monkey = new Monkey();
})();
