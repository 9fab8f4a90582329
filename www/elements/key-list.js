// @ts-check
// <key-list></key-list>: what the keyboard and the pointer do.

const KEYS = [
  ["space", "play or pause"],
  ["← →", "step back, step (shift: ten)"],
  ["home end", "to the start, to the end"],
  ["o", "overlay or side by side"],
  ["g", "gradients of the next batch and of all data"],
  ["d", "where the Hessian is definite, and axes"],
  ["i", "see inside: what explains the paths"],
  ["m", "maps: from everywhere"],
  ["c", "classroom: large, for a hall"],
  ["l", "lessons"],
  ["n p", "in a lesson: next step, previous step"],
  ["3", "while it is seen: the landscape in 3D"],
  ["ctrl z, ctrl y", "undo, redo"],
  ["q", "the link as a QR code"],
  ["+ − 0 f", "in a panel: zoom, home, fit"],
  ["arrows", "in a panel: pan; on a start: move it"],
  ["click, drag", "place the start; move it, or pan"],
  ["shift click", "one more start"],
  ["wheel, pinch", "zoom"],
];

export class KeyList extends HTMLElement {
  static tag = "key-list";

  connectedCallback() {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "Keys and pointer";
    const list = document.createElement("dl");
    list.append(...KEYS.flatMap(([keys, what]) => {
      const term = document.createElement("dt");
      const detail = document.createElement("dd");
      term.textContent = keys;
      detail.textContent = what;
      return [term, detail];
    }));
    details.append(summary, list);
    this.replaceChildren(details);
  }
}
