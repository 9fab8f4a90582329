// @ts-check
// What is proved of the stationary points, and the places at which that could not be done.

/** A sign before the words, for who does not see the colour. */
const SIGNS = { pending: "…", proved: "✓", except: "✓", open: "?" };

export class ProofStatus {
  /** @type {HTMLDivElement} */
  root = document.createElement("div");
  #words = document.createElement("p");
  #list = document.createElement("ul");
  #shown = "";

  constructor() {
    this.root.className = "proof";
    this.#words.setAttribute("role", "status");
    this.root.append(this.#words, this.#list);
  }

  /** @param {import("../types.js").ProofCard} proof */
  show(proof) {
    const shown = JSON.stringify(proof);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.root.dataset.state = proof.state;
    this.#words.textContent = `${SIGNS[proof.state]} ${proof.words}`;
    this.#list.replaceChildren(...proof.exceptions.slice(0, 20).map(({ at, words }) => {
      const item = document.createElement("li");
      item.textContent = `${at}: ${words}`;
      return item;
    }));
  }
}
