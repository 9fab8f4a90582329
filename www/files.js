// @ts-check
// Experiments as files, and whatever else is saved.

/** Hands something to the user as a file. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Hands the experiment to the user, with all its data. @param {string} experiment */
export function download(experiment) {
  save(new Blob([JSON.stringify({ steepest: 1, experiment }, null, 1)], { type: "application/json" }), "experiment.steepest.json");
}

/**
 * The experiment in the text of such a file.
 * @param {string} text
 * @returns {{ experiment?: string, refused?: string }} or what is wrong with it
 */
export function read(text) {
  let experiment, version;
  try {
    ({ experiment, steepest: version = 1 } = JSON.parse(text));
  } catch {
    // What is no JSON has no experiment.
  }
  if (version !== 1) return { refused: `file: wanted version 1, the only one so far, given ${version}` };
  if (typeof experiment !== "string") return { refused: "file: wanted an experiment saved by this page, given something else" };
  return { experiment };
}
