// @ts-check
// The style sheet's colours, for the drawings.

/** How many colours the style sheet has for contenders. */
const CONTENDERS = 12;

const TOKENS = [
  "paper", "ink", "accent", "faint", "contour", "field-1", "field-2", "field-3", "convex", "mixed", "concave",
  ...Array.from({ length: CONTENDERS }, (_, k) => `contender-${k + 1}`),
];

/**
 * The tokens' colours as they are now: red, green and blue of each, in the order of `Theme` in src/draw/theme.rs.
 * @param {Element} place where the tokens are looked up; it holds an element more for a moment
 */
export function colors(place) {
  // One probe a colour, out of sight: to change the colour of one that is in use would style the page anew each time.
  const probes = document.createElement("div");
  probes.hidden = true;
  // Where the user has colours of their own the drawings have them by the tokens, not one for all.
  probes.style.forcedColorAdjust = "none";
  probes.append(...TOKENS.map((token) => {
    const probe = document.createElement("i");
    probe.style.color = `var(--${token})`;
    return probe;
  }));
  place.append(probes);
  const bytes = [...probes.children].flatMap((probe) => {
    const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    return parts.slice(0, 3).map(Number);
  });
  probes.remove();
  return Uint8Array.from(bytes);
}
