// @ts-check

import { t } from "../words.js";

/** @typedef {import("../types.js").ContenderCard} ContenderCard */

/** What contenders are called in legends. @param {ContenderCard[]} cards */
export function names(cards) {
  return cards.map((card) => named(card, cards.filter(({ name }) => name === card.name)));
}

/**
 * A contender's name, and what tells it from its twins: the form of the rule, the batch size, the rate.
 * @param {ContenderCard} card
 * @param {ContenderCard[]} twins all of the same name
 */
function named(card, twins) {
  const traits = [
    (/** @type {typeof card} */ { form }) => form ?? "",
    (/** @type {typeof card} */ { batch }) => batch || (twins.some((twin) => twin.batch) ? t("batch") : ""),
    (/** @type {typeof card} */ { rate }) => `η ${rate}`,
  ];
  const telling = traits.filter((trait) => new Set(twins.map(trait)).size > 1);
  return [card.name, ...telling.map((trait) => trait(card)).filter((text) => text)].join(", ");
}
