// @ts-check
// The page without a network: a service worker keeps what the builder has built, and a newer version is offered.

import { NewVersion } from "./elements/new-version.js";

/** Keeps the page, and says when there is another version of it. */
async function keep() {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register("./sw.js");
  const offer = () => {
    const { waiting } = registration;
    // Without a former version there is nothing to be replaced.
    if (!waiting || !serviceWorker.controller || document.querySelector(NewVersion.tag)) return;
    customElements.get(NewVersion.tag) ?? customElements.define(NewVersion.tag, NewVersion);
    const notice = new NewVersion();
    document.querySelector("header")?.append(notice);
    notice.offer(() => {
      // Another tab may have taken it over meanwhile.
      if (registration.waiting !== waiting) return location.reload();
      serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage("take over");
    });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => installing.state === "installed" && offer());
  });
  // A page that stays open for days asks when it is looked at again; without a network there is nothing new.
  document.addEventListener("visibilitychange", () => document.hidden || registration.update().catch(() => {}));
  serviceWorker.controller?.postMessage("tidy");
}

// Only a built page has a version; in a frame of another page a copy would be kept for each of those.
const isBuilt = document.querySelector("meta[name=version]");
if (isBuilt && "serviceWorker" in navigator && window === top) {
  keep().catch((error) => console.info(`The page is not kept for times without a network: ${error.message}`));
}
