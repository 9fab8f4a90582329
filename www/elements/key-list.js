// @ts-check
// <key-list></key-list>: what the keyboard and the pointer do.

import { t } from "../words.js";
import { pairs } from "./pairs.js";

const KEYS = [
  [t("space"), t("play or pause")],
  ["← →", t("step back, step (shift: ten)")],
  [t("home end"), t("to the start, to the end")],
  ["o", t("overlay or side by side")],
  ["g", t("gradients of the next batch and of all data")],
  ["d", t("where the Hessian is definite, and axes")],
  ["i", t("see inside: what explains the paths")],
  ["m", t("maps: from everywhere")],
  ["c", t("classroom: large, for a hall")],
  ["l", t("lessons")],
  ["n p", t("in a lesson: next step, previous step")],
  ["3", t("while it is seen: the landscape in 3D")],
  [t("ctrl z, ctrl y"), t("undo, redo")],
  ["q", t("the link as a QR code")],
  ["+ − 0 f", t("in a panel: zoom, home, fit")],
  [t("arrows"), t("in a panel: pan; on a start: move it")],
  [t("click, drag"), t("place the start; move it, or pan")],
  [t("shift click"), t("one more start")],
  [t("wheel, pinch"), t("zoom")],
];

export class KeyList extends HTMLElement {
  static tag = "key-list";

  connectedCallback() {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = t("Keys and pointer");
    details.append(summary, pairs(KEYS));
    this.replaceChildren(details);
  }
}
