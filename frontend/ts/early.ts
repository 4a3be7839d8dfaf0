/** A button that is pressed before htmx has read the page opens its menu, which would stay empty: it is asked for as soon as htmx knows the button. */
const early = new Set<EventTarget>();

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("button[hx-get]");
  if (button && !button.dataset["htmxPowered"]) early.add(button);
}, true);
document.addEventListener("htmx:after:init", (event) => {
  // No MouseEvent: the button does not open and shut its menu once more.
  if (event.target && early.delete(event.target)) event.target.dispatchEvent(new Event("click"));
});

export {};
