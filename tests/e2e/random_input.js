// What a test that plays at random needs to know of the page: where it may click, and whether Enter and Space are allowed now.
(() => {
  const OUTCOMES = ["It worked", "Partly", "Did not work", "Waiting to verify…", "Still checking", "Update reason"];
  const FORBIDDEN = new Set([...OUTCOMES, "Dismiss", "Confirm", "Record", "Discard", "Sign out"]);
  const PRESSABLE = "button, a, [role=tab], [role=option], [role=menuitem]";
  const TARGETS = `${PRESSABLE}, h1, h2, input, textarea, article, section, [tabindex]`;

  const nameOf = (element) => (element.getAttribute("aria-label") ?? element.textContent).trim();
  const leaves = (element) => element.matches("a") && new URL(element.href).pathname !== location.pathname;
  const confirms = (element) => element.matches("[type=submit]") || element.closest("[role=dialog] footer");

  const isForbidden = (element) => {
    const pressed = element?.closest(PRESSABLE);
    return Boolean(pressed && (FORBIDDEN.has(nameOf(pressed)) || confirms(pressed) || leaves(pressed)));
  };

  // A forbidden button that came between the look and the press is left out too, but only once it may respond: what has just
  // appeared under the pointer is the app's to guard.
  const GUARD_MS = 700;
  const seen = new WeakMap();
  const notice = () => {
    for (const element of document.querySelectorAll(PRESSABLE)) {
      if (!seen.has(element)) seen.set(element, performance.now());
    }
  };
  new MutationObserver(notice).observe(document, { childList: true, subtree: true });
  const leaveOut = (event) => {
    const pressed = event.target.closest?.(PRESSABLE);
    if (!pressed || !isForbidden(pressed) || event.timeStamp - seen.get(pressed) < GUARD_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("click", leaveOut, true);

  const centre = (element) => {
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  window.randomInput = {
    // The middle of an element, chosen by a number below 1; null where one of the forbidden lies there.
    pointFor(place) {
      const elements = [...document.querySelectorAll(TARGETS)].filter((each) => each.getClientRects().length > 0);
      if (elements.length === 0) return null;
      const point = centre(elements[Math.floor(place * elements.length)]);
      const hit = document.elementFromPoint(point.x, point.y);
      return hit && !isForbidden(hit) ? point : null;
    },
    mayPress() {
      const { activeElement } = document;
      return !isForbidden(activeElement) && !activeElement.closest("[role=dialog]") && !document.querySelector("[role=dialog]");
    },
  };
})();
