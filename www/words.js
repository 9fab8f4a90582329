// @ts-check
// Texts in the user's language. The English text is the key: words.toml has every one with its translations.
// The page waits for its language before it makes any element; what is loaded before that looks up texts when it shows them.

/** The language of the texts in the code. */
const ENGLISH = "en";

/** The language that is spoken, and its texts by the English ones. @type {{ language: string, table: Record<string, string> }} */
let spoken = { language: ENGLISH, table: {} };

/** Where the browser keeps what the user has chosen. */
const CHOSEN = "steepest.language";

/** The page's languages with their own names, by their codes. @returns {Promise<Record<string, string>>} */
export const languages = async () => (await import("./words/index.js")).LANGUAGES;

/** What the user has chosen; nothing where the browser keeps nothing. */
function chosen() {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

/** Keeps what the user chooses; whether that could be done. @param {string} code */
export function choose(code) {
  try {
    localStorage.setItem(CHOSEN, code);
    return true;
  } catch {
    return false;
  }
}

/** Loads what the address asks for, else what was chosen, else the first of the browser's languages that there is. */
async function load() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wishes = [asked, chosen(), ...navigator.languages].flatMap((wish) => wish?.toLowerCase().split("-", 1) ?? []);
  // In English nothing is loaded.
  const there = (wishes[0] ?? ENGLISH) === ENGLISH ? {} : await languages();
  const language = wishes.find((wish) => wish === ENGLISH || Object.hasOwn(there, wish)) ?? ENGLISH;
  if (language !== ENGLISH) spoken = { language, table: (await import("./words/" + language + ".js")).default };
}

/** Settled when the texts are there. A language that cannot be loaded does not keep the page from being shown. */
export const ready = load().catch(() => {});

/** The code of the language that is spoken. */
export const language = () => spoken.language;

/** The same, but nothing for English: its dates are written as the browser does, its files have no folder of their own. */
export const locale = () => (spoken.language === ENGLISH ? undefined : spoken.language);

/**
 * A text in the user's language, with each `{name}` replaced by the value of that name.
 * @param {string} english
 * @param {Record<string, string | number>} [values]
 */
export function t(english, values) {
  const template = spoken.table[english] ?? english;
  return values ? template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : template;
}

/** Hands the texts to a WebAssembly package, which looks up its own. @param {(table: string) => void} speak */
export function lend(speak) {
  if (locale()) speak(Object.entries(spoken.table).flat().join("\0"));
}

/** Puts the document as it was sent into the user's language, but for what is marked as the same in every one. */
export function translate() {
  if (!locale()) return;
  document.documentElement.lang = spoken.language;
  for (const element of document.body.querySelectorAll(":not([translate=no], script, noscript)")) {
    for (const name of ["aria-label", "alt", "title"]) {
      const text = element.getAttribute(name);
      if (text) element.setAttribute(name, t(text));
    }
    if (element.childElementCount === 0 && element.textContent) element.textContent = t(element.textContent);
  }
}
