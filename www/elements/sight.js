// @ts-check

/**
 * Watches whether an element is on the screen: what is not need not be kept up to date, and has the attribute `data-away`,
 * by which the style sheet takes its pictures out of the layers that every frame is made of.
 * @param {Element} element
 * @param {() => void} appeared it has come into sight
 * @returns {{ seen: boolean }}
 */
export function sight(element, appeared) {
  const state = { seen: true };
  new IntersectionObserver((entries) => {
    const seen = entries.some(({ isIntersecting }) => isIntersecting);
    element.toggleAttribute("data-away", !seen);
    if (seen && !state.seen) appeared();
    state.seen = seen;
  }).observe(element);
  return state;
}
