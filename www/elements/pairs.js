// @ts-check

/**
 * A list of terms with what each means.
 * @param {string[][]} pairs
 */
export function pairs(pairs) {
  const list = document.createElement("dl");
  list.append(...pairs.flatMap(([name, meaning]) => {
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = meaning;
    return [term, detail];
  }));
  return list;
}
