// @ts-check
// Texts in the user's language. The English text is the key: words.toml has every one with its translations.

/** English texts and what they are in the language that is spoken; empty for English. @type {Record<string, string>} */
let table = {};

/**
 * A text in the user's language, with each `{name}` replaced by the value of that name.
 * @param {string} english
 * @param {Record<string, string | number>} [values]
 */
export function t(english, values) {
  const template = table[english] ?? english;
  return values ? template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : template;
}
