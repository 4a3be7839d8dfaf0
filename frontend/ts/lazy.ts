/** What costs something to work out is asked for when it is opened: <details><div data-lazy="/address">a link to the same</div></details>. */
import htmx from "htmx.org";
import { onContent } from "./dom";

/** What was there last, shown until the newer one is: a part that is drawn anew does not jump. */
const last = new Map<string, string>();

async function fill(details: HTMLDetailsElement): Promise<void> {
  const part = details.querySelector<HTMLElement>("[data-lazy]");
  const address = part?.dataset["lazy"];
  if (!details.open || !part || !address || part.hasAttribute("aria-busy") || part.dataset["filled"] === "yes") return;
  const before = last.get(address);
  if (before) part.innerHTML = before;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
    if (!answer.ok || answer.redirected) return;
    part.innerHTML = await answer.text();
    htmx.process(part);
    part.dataset["filled"] = "yes";
    last.set(address, part.innerHTML);
  } catch {
    return; // Without a connection the link stays.
  } finally {
    part.removeAttribute("aria-busy");
  }
}

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target instanceof HTMLDetailsElement) void fill(event.target);
  },
  true,
);
onContent(() => {
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details[open]:has([data-lazy])")) void fill(details);
});
