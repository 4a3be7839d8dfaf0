/** Replaces a part of the page by its newer self and keeps what a person is doing there: focus, text, open menus, what they read. */
import htmx from "htmx.org";
import { keepAsking } from "./returning";

/** Attributes that elements give themselves when they come alive, which the server's page does not have. */
const own: [string, string][] = [
  ["open", "details, dialog"],
  ["aria-expanded", "[popovertarget]"],
  ["class", "file-uploads"],
  ["hidden", "copy-link"],
];

/** The dialog whose form was sent: an answer that draws it closed has taken what was written in it. */
let sent: HTMLDialogElement | null = null;
/** The form that was sent: what the answer unfolds in it holds what is wrong, and is read. */
let form: Element | null = null;
document.addEventListener("submit", (event) => {
  form = event.target as Element;
  sent = form.closest("dialog[open]");
});
document.addEventListener("htmx:after:swap", () => (sent = form = null));

function closeSent(element: Element): void {
  if (element !== sent) return;
  const dialog = sent;
  queueMicrotask(() => {
    dialog.close();
    dialog.querySelectorAll("form").forEach((form) => form.reset());
  });
}

/** What the browser, the reader or an element itself changed stays as it is; the server does not know of it. */
htmx.registerExtension("moondesk-keep", {
  htmx_before_morph_attr: (element: Element, { attrName, newValue }: { attrName: string; newValue: string | null }) => {
    if (attrName === "open" && newValue === null) closeSent(element);
    if (attrName === "open" && newValue !== null && element.matches("details") && form?.contains(element)) return true;
    return !own.some(([name, elements]) => attrName === name && element.matches(elements));
  },
  htmx_before_morph_node: (element: Element) => !element.matches?.(":popover-open, [data-late]"),
});

interface Held {
  scroller: Element;
  anchor: Element;
  top: number;
}

/** For a conversation that is being read further up: the message under the eye, to be put back where it was. */
function hold(part: Element): Held | null {
  const scroller = part.closest(".scroll") ?? part.querySelector(".scroll");
  if (!scroller || Math.abs(scroller.scrollTop) < 40) return null;
  const edge = scroller.getBoundingClientRect().top;
  const anchor = [...scroller.querySelectorAll("[id].msg, [id].row")].find((one) => one.getBoundingClientRect().bottom > edge);
  return anchor ? { scroller, anchor, top: anchor.getBoundingClientRect().top } : null;
}

function release(held: Held | null): void {
  if (!held?.anchor.isConnected) return;
  held.scroller.scrollTop += held.anchor.getBoundingClientRect().top - held.top;
}

/** The newer self of a part, or nothing: no answer, nothing new, or the part is another one by now. */
export async function ask(part: HTMLElement): Promise<string | null> {
  const address = part.dataset["liveSrc"];
  if (!address) return null;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial", "Moondesk-Live": "1" } });
    if (!answer.ok || answer.redirected || answer.status === 204) return null;
    const text = await answer.text();
    return part.isConnected && part.dataset["liveSrc"] === address ? text : null;
  } catch {
    return null; // The connection is gone; the stream says so and asks again when it is back.
  }
}

export async function put(part: HTMLElement, text: string): Promise<void> {
  const known = new Set([...part.querySelectorAll(".msg[id]")].map((one) => one.id));
  const held = hold(part);
  const goOnAsking = keepAsking(part);
  const select = part.id && text.includes(`id="${part.id}"`) ? { select: `#${CSS.escape(part.id)}` } : {};
  await htmx.swap({ text, target: part, sourceElement: part, swap: "outerMorph", ...select });
  goOnAsking();
  release(held);
  for (const one of document.querySelectorAll(".msg[id]")) if (known.size && !known.has(one.id)) one.classList.add("arrived");
  document.dispatchEvent(new CustomEvent("moondesk:content"));
}

export async function refresh(part: HTMLElement): Promise<void> {
  const text = await ask(part);
  if (text !== null) await put(part, text);
}
