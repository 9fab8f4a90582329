// @ts-check
// Texts in the user's language. The English text is the key: words.toml has every one with its translations.
// Whoever imports this module runs after it, so that its language is there before any text is looked up.

/** The language of the texts in the code. */
const ENGLISH = "en";

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

/**
 * The language and its texts by the English ones: what the address asks for, else what was chosen, else the first of the
 * browser's that there is.
 * @returns {Promise<{ language: string, table: Record<string, string> }>}
 */
async function spoken() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wishes = [asked, chosen(), ...navigator.languages].flatMap((wish) => wish?.toLowerCase().split("-", 1) ?? []);
  // In English nothing is loaded.
  const there = (wishes[0] ?? ENGLISH) === ENGLISH ? {} : await languages();
  const language = wishes.find((wish) => wish === ENGLISH || Object.hasOwn(there, wish)) ?? ENGLISH;
  return { language, table: language === ENGLISH ? {} : (await import("./words/" + language + ".js")).default };
}

// A language that cannot be loaded does not keep the page from being shown.
export const { language, table } = await spoken().catch(() => ({ language: ENGLISH, table: /** @type {Record<string, string>} */ ({}) }));

/** How dates are written: in English as the browser does. */
export const locale = language === ENGLISH ? undefined : language;

/**
 * A text in the user's language, with each `{name}` replaced by the value of that name.
 * @param {string} english
 * @param {Record<string, string | number>} [values]
 */
export function t(english, values) {
  const template = table[english] ?? english;
  return values ? template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : template;
}

/** Hands the texts to a WebAssembly package, which looks up its own. @param {(table: string) => void} speak */
export function lend(speak) {
  if (language !== ENGLISH) speak(JSON.stringify(table));
}

/** Puts the document as it was sent into the user's language, but for what is marked as the same in every one. */
export function translate() {
  if (language === ENGLISH) return;
  document.documentElement.lang = language;
  for (const element of document.body.querySelectorAll(":not([translate=no])")) {
    for (const name of ["aria-label", "alt", "title"]) {
      const text = element.getAttribute(name);
      if (text) element.setAttribute(name, t(text));
    }
    if (element.childElementCount === 0 && element.textContent) element.textContent = t(element.textContent);
  }
}
