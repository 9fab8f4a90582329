// What a person with other eyes, hands or tools would complain of, as lists of texts: empty when all is well.
// Installed in the page by the tests; `axe` is there already.
globalThis.until = async (condition) => {
  for (let k = 0; !condition(); k += 1) {
    if (k > 1200) throw new Error(`never: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (let k = 0; k < 4; k += 1) await settled();
};
globalThis.key = async (name) => {
  document.activeElement?.blur();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  await settled();
};
globalThis.tool = async (within, name) => {
  const button = $$(`${within} button`).find((one) => one.textContent.startsWith(name));
  button.focus();
  button.click();
  await settled();
};
globalThis.unfold = async () => {
  for (const details of $$("details")) details.open = true;
  await until(() => !$$("training-loop .about, race-table > details > p.about").some((one) => one.textContent.startsWith("Loading")));
};
globalThis.atEnd = async () => {
  player.pause();
  player.seek(player.steps);
  await settled();
  await settled();
};

globalThis.audit = (() => {
  /** Whether an element is there to be seen: not hidden, of some size, not moved off the page. */
  const visible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && getComputedStyle(element).clipPath === "none";
  };

  /** An element in a few words, for whoever reads the failure. */
  const named = (element) => {
    const within = element.closest("dialog, [popover], figure, li, tr, header, section, aside");
    const place = element.closest("lesson-panel, contender-list, landscape-card, race-board, loss-chart, map-card") ?? within;
    const own = element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
    return `${place?.localName ?? ""} ${own}`;
  };

  /** Red, green, blue and opacity of a computed colour, 0 to 255 and 0 to 1. */
  const rgba = (color) => {
    const numbers = (color.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
    if (color.startsWith("color(srgb")) return [...numbers.slice(0, 3).map((part) => part * 255), numbers[3] ?? 1];
    if (color.startsWith("rgb")) return [...numbers.slice(0, 3), numbers[3] ?? 1];
    throw new Error(`a colour that is not understood: ${color}`);
  };

  /** `over` on top of the opaque colour `under`. */
  const blend = (over, under, opacity = 1) => {
    const alpha = over[3] * opacity;
    return [...[0, 1, 2].map((k) => over[k] * alpha + under[k] * (1 - alpha)), 1];
  };

  /** WCAG 2.2's relative luminance. */
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  /** What is behind an element's text: the backgrounds of all that it lies in, and how opaque it is itself. */
  const ground = (element) => {
    const layers = [];
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      const color = rgba(style.backgroundColor);
      if (color[3] > 0) layers.push(color);
      // A dialog and a popover lie above the page: what is behind them is what their own background hides.
      if (color[3] === 1) break;
    }
    const canvas = rgba(getComputedStyle(document.documentElement).backgroundColor);
    return { behind: layers.reduceRight((under, over) => blend(over, under), canvas), opacity };
  };

  const inactive = (element) => element.closest(":disabled, [aria-disabled=true]") !== null;

  /** Texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3). */
  const texts = () => {
    const complaints = new Set();
    const say = (element, text, style) => {
      const { behind, opacity } = ground(element);
      const color = blend(rgba(style.color), behind, opacity);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const found = ratio(color, behind);
      if (found < (large ? 3 : 4.5)) complaints.add(`${found.toFixed(2)}: “${text.trim().slice(0, 30)}” ${named(element)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !visible(element) || inactive(element) || element.closest("style, script, option")) continue;
      say(element, node.data, getComputedStyle(element));
    }
    for (const field of document.querySelectorAll("input, select, textarea")) {
      if (!visible(field) || inactive(field) || /range|checkbox|radio|file/.test(field.type)) continue;
      say(field, field.value, getComputedStyle(field));
      if (field.placeholder && !field.value) say(field, field.placeholder, getComputedStyle(field, "::placeholder"));
    }
    return [...complaints];
  };

  /** Pictures that say nothing to who does not see them. */
  const pictures = () => [...document.querySelectorAll("canvas, img, svg")].filter((picture) => {
    if (!visible(picture)) return false;
    const name = (element) => (element.getAttribute("aria-label") ?? element.getAttribute("alt") ?? "").trim();
    if (picture.getAttribute("role") === "img" || picture.localName === "img") return !name(picture);
    if (picture.localName === "svg") return picture.getAttribute("aria-hidden") !== "true";
    // A layer of a picture has a layer, or what it lies in, that speaks for it.
    const speaks = picture.closest("[role=img][aria-label]") ?? picture.parentElement.closest(".plot, .chart-plot, .data-plot, .relief, figure, label, .curve, .sketch, race-board")
      ?.querySelector("canvas[role=img][aria-label]");
    return picture.getAttribute("aria-hidden") !== "true" || !speaks || !name(speaks);
  }).map(named);

  /** What is wider than its place, reaches over the edge, or is covered by what hides overflow. */
  const cut = () => {
    const complaints = [];
    if (document.documentElement.scrollWidth > innerWidth) complaints.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    const controls = document.querySelectorAll("button, label, summary, h1, h2, h3, p, li, dt, dd, output, select, b, th, td, figcaption");
    for (const element of controls) {
      if (!visible(element)) continue;
      const style = getComputedStyle(element);
      if (style.display === "inline" || style.textOverflow === "ellipsis") continue;
      const clips = style.overflowX !== "visible" && !/auto|scroll/.test(style.overflowX);
      if (element.scrollWidth > element.clientWidth + 1 && (clips || element.localName === "button"))
        complaints.push(`too wide: ${named(element)}`);
      if (element.scrollHeight > element.clientHeight + 2 && /hidden|clip/.test(style.overflowY) && element.localName !== "select")
        complaints.push(`too high: ${named(element)}`);
    }
    for (const control of document.querySelectorAll("button, input, select, textarea, a[href], summary")) {
      if (!visible(control) || control.closest(".skip, .marks")) continue;
      const box = control.getBoundingClientRect();
      const scrolls = (() => {
        for (let at = control.parentElement; at; at = at.parentElement) {
          if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
        }
        return false;
      })();
      if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls) complaints.push(`over the edge: ${named(control)}`);
    }
    return complaints;
  };

  /** axe-core, every rule of the groups named. */
  const axe = async () => {
    const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const rules = { "target-size": { enabled: true } };
    // What is out of sight is laid out only when it comes into sight (`content-visibility`): until then its box has a
    // height that is guessed, and its controls seem to lie on those of the next one.
    const laidOut = new CSSStyleSheet();
    laidOut.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets.push(laidOut);
    await settled();
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values }, rules, resultTypes: ["violations"] });
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== laidOut);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, any, all, none }) => {
      const why = [...any, ...all, ...none][0]?.message ?? "";
      return `${id}: ${target.join(" ")} ${html.slice(0, 110)} (${why.slice(0, 160)})`;
    }));
  };

  /** What shows that an element has the keyboard, as text. */
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
    return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor].join("|");
  };

  /**
   * What has the keyboard: its name, its place among all of the page, and what is wrong with it.
   */
  const focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const faults = [];
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility()) faults.push("it is hidden");
    const [width, height] = [Math.min(box.right, innerWidth) - Math.max(box.left, 0), Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)];
    if (width < Math.min(box.width, 12) || height < Math.min(box.height, 12)) faults.push(`it is out of sight at ${box.left}, ${box.top}`);
    else {
      // Not all of it may be covered by something else.
      const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [box.left + x * box.width, box.top + y * box.height]);
      const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (element.contains(top) || top.contains(element) || top.closest("label")?.control === element);
      });
      if (!seen) faults.push(`it is covered by ${named(document.elementFromPoint(points[0][0], points[0][1]) ?? element)}`);
    }
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    if (!ring) {
      const before = look(element);
      element.blur();
      const after = look(element);
      element.focus({ preventScroll: true, focusVisible: true });
      if (before === after) faults.push("nothing shows that it has the keyboard");
    }
    const order = [...document.querySelectorAll("*")].indexOf(element);
    return { what: named(element), order, top: box.top + scrollY, left: box.left + scrollX, faults };
  };

  return { axe, texts, pictures, cut, focused, visible, named, ratio, rgba };
})();
