// @ts-check
// Before anything is shown: a page that opens a link does not show the picture of the opening scene first.

if (location.hash.length > 1) document.documentElement.dataset.link = "";

// Within another page some of its parts may be left out.
if (location.search) import("./embed.js");
