// @ts-check
// The style sheet's colours, for the drawings.

/** How many colours the style sheet has for contenders. */
const CONTENDERS = 12;

/**
 * The tokens' colours as they are now, as JSON for the engine.
 * @param {Element} probe an element whose text colour may be set for a moment
 */
export function colors(probe) {
  const style = /** @type {HTMLElement} */ (probe).style;
  /** @param {string} token */
  const color = (token) => {
    style.color = `var(--${token})`;
    const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    return parts.slice(0, 3).map(Number);
  };
  const theme = {
    paper: color("paper"),
    ink: color("ink"),
    faint: color("faint"),
    contour: color("contour"),
    field: [color("field-1"), color("field-2"), color("field-3")],
    contenders: Array.from({ length: CONTENDERS }, (_, k) => color(`contender-${k + 1}`)),
  };
  style.color = "";
  return JSON.stringify(theme);
}
