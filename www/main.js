// @ts-check
// Wiring only: the engine, the player and the elements, one direction, one frame.
// The engine and the player are exported for the console and for tests; no other module imports this one.

import { Act } from "./act.js";
import { Background } from "./background.js";
import { OnDemand } from "./demand.js";
import { Laboratory } from "./engine.js";
import { travel, wished } from "./keys.js";
import { handed, leave } from "./latest.js";
import { Painting } from "./painting.js";
import { Player } from "./player.js";
import { colors } from "./theme.js";
import { ready, t, translate } from "./words.js";
import { ContenderList } from "./elements/contender-list.js";
import { DataPanel } from "./elements/data-panel.js";
import { JobBar } from "./elements/job-bar.js";
import { LandscapeCard } from "./elements/landscape-card.js";
import { LossChart } from "./elements/loss-chart.js";
import { PageMessage } from "./elements/page-message.js";
import { PageTools } from "./elements/page-tools.js";
import { PointInspector } from "./elements/point-inspector.js";
import { RaceBoard } from "./elements/race-board.js";
import { RaceTransport } from "./elements/race-transport.js";
import { SceneList } from "./elements/scene-list.js";
import { StationaryTable } from "./elements/stationary-table.js";
import { forget } from "./elements/typed.js";
import { ViewTools } from "./elements/view-tools.js";

await ready;
translate();

for (const element of [
  ContenderList, DataPanel, JobBar, LandscapeCard, LossChart, PageMessage, PageTools, PointInspector, RaceBoard, RaceTransport,
  SceneList, StationaryTable, ViewTools,
]) {
  customElements.define(element.tag, element);
}

/**
 * @template {{ tag: string, new (...args: any): HTMLElement }} T
 * @param {T} type
 * @returns {InstanceType<T>}
 */
const the = (type) => /** @type {any} */ (document.querySelector(type.tag));

const message = the(PageMessage);
const board = the(RaceBoard);
const contenders = the(ContenderList);
const chart = the(LossChart);
const data = the(DataPanel);
const transport = the(RaceTransport);
const inspector = the(PointInspector);
const tools = the(PageTools);
const player = new Player();
const painting = new Painting(() => [...board.sheets, chart.sheet]);
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

const lab = await Laboratory.load().catch((error) => {
  message.crash("", t("the laboratory could not be loaded: {error}", { error: error.message }));
  throw error;
});
lab.oncrash = (/** @type {string} */ link, /** @type {string} */ reason) => message.crash(link, reason);

/** @type {import("./types.js").Catalogue} */
const catalogue = lab.read("catalogue");
export { lab, player };

/** What is out of date since the last frame. */
const stale = { page: true, theme: true, frame: true };
let shownStep = -1;
/** Whether the race played then. */
let shownPlaying = false;
/** Device pixels for each CSS pixel, as drawn last. */
let ratio = devicePixelRatio;
/** While the race plays, milliseconds between two writings of its numbers. */
const TELLING = 200;
let toldAt = 0;

/** Draws and fills in whatever is out of date; the only place that does. */
function frame(/** @type {number} */ now) {
  player.tick(now);
  if (player.step !== shownStep || player.playing !== shownPlaying || painting.behind) stale.frame = true;
  if (devicePixelRatio !== ratio) {
    // On another screen sizes in CSS pixels are the same, so that nobody is told of them.
    ratio = devicePixelRatio;
    board.resized = chart.resized = data.resized = true;
    demand.insight?.sharpen();
  }
  if (stale.theme) lab.call("setTheme", colors(document.body));
  if (stale.page) refresh();
  if (stale.page || stale.theme || stale.frame || board.resized || chart.resized || data.resized) {
    const moved = stale.page || board.resized;
    if (stale.page || stale.theme || board.resized) contenders.place(lab);
    board.place(lab);
    chart.place(lab);
    data.place(lab);
    // Arrows are elements, and stay with the heads that they are of.
    const drawn = painting.draw(lab, player.step, player.playing && !board.arrows);
    if (drawn.refused && !lab.crashed) message.show(drawn.refused);
    board.follow(lab, player.step, moved);
    contenders.follow(player.step / Math.max(player.steps, 1));
    // Numbers that change with every frame cannot be read: while the race plays they are written now and then.
    const telling = !player.playing || stale.page || now - toldAt >= TELLING;
    const text = () => lab.ask("file");
    const refused = current && demand.insight?.frame({ text, page: current, player, stale, telling, size: board.size });
    if (refused) message.show(refused);
    demand.classroom?.follow(lab, player, telling);
    if (telling) {
      board.tell(lab, player.step);
      inspector.follow(lab, player.step);
      transport.update(player, lab.ask("clock", player.step));
      toldAt = now;
    }
    // Not before this picture is seen.
    if (moved) requestAnimationFrame(() => background.prove());
    if (stale.page || !player.playing) settle();
    stale.page = stale.theme = stale.frame = false;
    [shownStep, shownPlaying] = [player.step, player.playing];
    if (!("ready" in document.body.dataset)) {
      document.body.dataset.ready = "";
      performance.mark("first picture");
      import("./elements/key-list.js").then(({ KeyList }) => customElements.define(KeyList.tag, KeyList));
      import("./elements/language-choice.js").then(({ LanguageChoice }) => customElements.define(LanguageChoice.tag, LanguageChoice));
      import("./offline.js");
    }
  }
  if (!lab.crashed) requestAnimationFrame(frame);
}

/** Brings the controls up to date with the experiment. */
function refresh() {
  const page = lab.page();
  if (!page) return;
  player.resize(lab.ask("steps"));
  // It no longer asks for a contender who is gone.
  demand.classroom?.show(page, lab);
  for (const element of [the(LandscapeCard), contenders, board, chart, data, tools]) {
    element.show(page, catalogue);
  }
  the(StationaryTable).show(lab.read("stationary"), page.stationary_summary, page.proof);
  current = page;
  background.race();
  const { insight } = demand;
  if (page.has_map && !insight) demand.load();
  if (insight && !insight.stopped && insight.maps !== page.has_map) insight.maps = page.has_map;
  the(ViewTools).follow(board.overlay, board.arrows, page.has_arrows, board.definiteness, insight?.shown, page.has_map);
}

const background = new Background(lab, the(JobBar), {
  insight: () => demand.insight,
  changed: () => (stale.page = true),
  say: (text) => message.show(text),
});

/** The page's data as last shown. @type {import("./types.js").Page | undefined} */
let current;
const demand = new OnDemand(lab, player, catalogue, {
  link: () => address(player.step),
  bare: () => lab.ask("address", player.step, sights()),
  record: () => lab.ask("record", player.step, sights()),
  open: (text) => open("openFile", text),
  current: () => current,
  changed: () => (stale.page = true),
  // More may be known of this race than its text tells.
  joined: () => background.renew(),
  say: (text, again) => message.show(text, again),
});

/** What is switched on beside what the board knows of, as links say it. */
const sights = () => [board.arrows && "arrows", demand.insight?.shown && "inside", demand.insight?.relief && "relief"].join();

/** The link of what is seen, with the lesson. @param {number} step @returns {string} */
const address = (step) => {
  const link = lab.ask("address", step, sights());
  return link && demand.lesson ? `${link}&lesson=${demand.lesson}` : link;
};

let settling = 0;
/** The address as it was read or written last. */
let known = location.hash;
/** Waits until nothing has changed for a moment: then the address follows the experiment and the playhead, and the chart says what it shows. */
function settle() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    if (!player.playing) chart.tell(lab, player.step);
    const link = address(player.playing ? 0 : player.step);
    // An address that the user has changed is about to be opened.
    if (!link || location.hash !== known) return;
    history.replaceState(null, "", `#${link}`);
    known = location.hash;
  }, 250);
}

/** Starts over: what does not say where its playhead stands begins to play at once. */
function begin() {
  // What was being typed was meant for another experiment.
  forget();
  /** @type {import("./types.js").Look} */
  const { at } = lab.read("look");
  player.resize(lab.ask("steps"));
  player.seek(at ?? (stillness.matches ? player.steps : 0));
  if (at === null && !stillness.matches) player.play();
  else player.pause();
  stale.page = true;
}

/** Opens the text of a link or a file, looked at as its sender did; why it is refused. @param {string} method @param {string} text */
function open(method, text) {
  const { refused } = lab.call(method, text);
  if (refused) return refused;
  message.clear();
  /** @type {import("./types.js").Look} */
  const { see } = lab.read("look");
  for (const key of ["overlay", "arrows", "definiteness"]) wishes[key](see.includes(key));
  chart.look(see);
  const inside = see.includes("inside");
  if (demand.insight || inside) demand.explain(inside, see.includes("relief"));
  begin();
}

/** Opens the link and the lesson of the address, if there are. @param {string | null} [record] what is opened in place of the link */
function openAddress(record) {
  const [, before, place, after] = location.hash.slice(1).match(/^(|.*?&)lesson=([^&]*)&?(.*)$/) ?? [];
  const link = place === undefined ? location.hash.slice(1) : before + after;
  demand.lesson = place ?? "";
  if (!demand.lesson) demand.dismiss();
  const refused = record ? open("openFile", record) : link && open("open", link);
  if (refused) message.show(t("This link could not be opened. {reason}", { reason: refused }));
  if (refused || !(record || link)) begin();
  if (demand.lesson) demand.teach(demand.lesson, !(record || link));
}

/** A slower change of the same field is an edit of its own, in milliseconds, unless a pointer is held down. */
const PAUSE = 600;
/** What adds or takes away is an edit of its own, however fast. */
const WHOLE = /^(add|duplicate|remove)/;
/** What is being edited, and when it last was. */
let [editing, editedAt, held] = ["", 0, false];

for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
  addEventListener(kind, () => {
    held = kind === "pointerdown";
    if (held) editing = "";
  }, true);
}

document.addEventListener("act", (event) => {
  const { method, args, target, timeStamp } = /** @type {import("./act.js").Act & Event} */ (event);
  const what = `${method} ${args[0]}`;
  if (what !== editing || WHOLE.test(method) || (!held && timeStamp - editedAt > PAUSE)) lab.call("remember");
  [editing, editedAt] = [what, timeStamp];
  const { refused } = lab.call(method, ...args);
  // Who asked may say what was refused in its own place.
  const answer = new CustomEvent("answer", { detail: refused ?? "", cancelable: true });
  target?.dispatchEvent(answer);
  if (!refused) message.clear();
  else if (!answer.defaultPrevented) message.show(refused);
  if (["open", "scene"].includes(method) && !refused) begin();
  stale.page = true;
});

/** @type {Record<string, (value: any) => void>} */
const wishes = {
  ...demand.wishes,
  play: () => player.toggle(),
  reset: () => (player.pause(), player.seek(0)),
  end: () => (player.pause(), player.seek(player.steps)),
  stepBy: (count) => player.stepBy(count),
  seek: (step) => (player.pause(), player.seek(step)),
  speed: (factor) => (player.speed = factor),
  overlay: (on) => ((board.overlay = on), (stale.page = true)),
  arrows: (on) => ((board.arrows = on), (stale.page = true)),
  definiteness: (on) => ((board.definiteness = on), lab.call("setDefiniteness", on), (stale.page = true)),
  series: (key) => lab.call("setSeries", key),
  marked: (contender) => lab.call("markBatches", contender),
  focus: ({ solo, hidden, size }) => {
    lab.call("focus", solo, hidden, size);
    [board.solo, board.size] = [solo, size];
    board.resized = chart.resized = data.resized = stale.page = true;
  },
  linear: (on) => (lab.call("setLinearChart", on), (stale.frame = true)),
  cancel: () => background.cancel(),
  resume: () => background.resume(),
  pointer: (place) => inspector.point(lab, place, player.step),
  theme: () => (stale.theme = true),
  told: () => (toldAt = -Infinity),
  copy: (whole) => (tools.copy(address(player.step), whole), (known = location.hash)),
  say: (text) => message.show(text),
};

document.addEventListener("wish", (event) => {
  const { name, value } = /** @type {import("./act.js").Wish & Event} */ (event);
  wishes[name]?.(value);
  stale.frame = true;
});

document.addEventListener("keydown", (event) => {
  const way = travel(event);
  const wish = wished(event, {
    overlay: board.overlay, arrows: board.arrows, definiteness: board.definiteness, explained: Boolean(demand.insight?.shown),
    mapped: Boolean(current?.has_map),
  });
  if (!way && !wish) return;
  event.preventDefault();
  if (way) document.body.dispatchEvent(new Act(way));
  if (wish) wishes[wish[0]](wish[1]);
  stale.frame = true;
});

// The address is the experiment's: the link to the race leaves it alone.
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  /** @type {HTMLElement | null} */ (board.querySelector("[tabindex]"))?.focus();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (stale.theme = true));
matchMedia("(forced-colors: active)").addEventListener("change", () => (stale.theme = true));
/** The width of what is printed on, in CSS pixels: that of A4 and of Letter without margins. */
const PAPER = 660;
// On paper all is drawn by the page, laid out as on the screen, and then as small as the paper wants.
addEventListener("beforeprint", () => {
  painting.rest();
  lab.call("draw", player.step);
  const { style } = document.body;
  style.setProperty("--print-width", `${board.offsetWidth}px`);
  style.setProperty("--print-chart", `${chart.offsetHeight}px`);
  style.setProperty("--print-chart-width", `${chart.offsetWidth}px`);
  style.setProperty("--print-data-width", `${data.offsetWidth}px`);
  style.setProperty("--print-zoom", String(Math.min(1, PAPER / board.offsetWidth)));
});
addEventListener("hashchange", () => {
  known = location.hash;
  // A place on the page, as the skip link has it, is no experiment.
  if (document.getElementById(known.slice(1))) return;
  lab.call("remember");
  openAddress();
});
addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
addEventListener("drop", (event) => {
  // Who takes a file for something else has said so.
  const file = !event.defaultPrevented && event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  wishes.openFile(file);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && current?.can_undo[0]) leave(lab.ask("record", player.step, sights()));
});
addEventListener("error", (event) => message.show(t("Something went wrong on the page: {error}", { error: event.message })));

the(SceneList).show(catalogue.scenes);

openAddress(handed());
requestAnimationFrame(frame);
