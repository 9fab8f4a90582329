// @ts-check
// The page within another one: `?embed=1&hide=header,settings` leaves out what it names.
// Names that are not known are passed over, so that an older page shows what a newer one was asked for.

import { EmbedBar } from "./elements/embed-bar.js";
import { PARTS, VERSION } from "./snippet.js";
import { ready } from "./words.js";

const asked = new URLSearchParams(location.search);

/** Puts the bar below all else. */
async function begin() {
  await ready;
  customElements.define(EmbedBar.tag, EmbedBar);
  document.body.append(new EmbedBar());
}

if (asked.get("embed") === VERSION) {
  const hidden = (asked.get("hide") ?? "").split(",").filter((name) => PARTS.some((part) => part === name));
  document.documentElement.dataset.hide = hidden.join(" ");
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = new URL("./styles/embed.css", import.meta.url).href;
  document.head.append(styles);
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}
