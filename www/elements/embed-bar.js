// @ts-check
// <embed-bar></embed-bar>: what is always there when the page is part of another one, to play and to open it by itself.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

export class EmbedBar extends HTMLElement {
  static tag = "embed-bar";

  connectedCallback() {
    const whole = document.createElement("a");
    whole.textContent = t("Open in Steepest");
    whole.target = "_blank";
    whole.rel = "noopener";
    // The experiment may have changed since: the address always holds the latest.
    const lang = new URLSearchParams(location.search).get("lang");
    const follow = () => (whole.href = location.href.replace(location.search, lang ? `?${new URLSearchParams({ lang })}` : ""));
    for (const kind of ["pointerdown", "focus", "click"]) whole.addEventListener(kind, follow);
    follow();
    const play = push(t("Play / pause"), t("play or pause (space)"), () => this.dispatchEvent(new Wish("play")));
    this.setAttribute("role", "contentinfo");
    this.replaceChildren(play, whole);
  }
}
