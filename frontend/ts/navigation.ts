/** Navigation by morph in the desk: errors become toasts, a chosen value shows at once, a change of page is said aloud. */
import htmx from "htmx.org";
import "htmx.org/dist/ext/hx-preload.js";

import { showToast, showToastsOf } from "./toast";

interface Ctx {
  ctx: { sourceElement?: Element; text?: string; response?: { status: number } };
}

/** An answer that is not a page of the desk (403, 409, 500 …) leaves the page alone and says what it says. */
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = (event as CustomEvent<Ctx>).detail;
  if (!ctx.response || event.defaultPrevented) return;
  if (ctx.response.status < 400 || ctx.text?.includes('id="frame"')) return showToastsOf(ctx.text ?? "");
  event.preventDefault();
  const page = new DOMParser().parseFromString(ctx.text ?? "", "text/html");
  const title = page.querySelector("h1")?.textContent?.trim();
  const text = page.querySelector("h1 ~ p")?.textContent?.trim();
  showToast({ ...(title ? { title } : {}), text: text ?? document.querySelector<HTMLElement>("toast-region")?.dataset["failed"] ?? "", kind: "danger" });
  takeBack(ctx.sourceElement);
});
document.addEventListener("htmx:error", (event) => {
  const { ctx } = (event as CustomEvent<Partial<Ctx>>).detail;
  if (!ctx || event.defaultPrevented) return;
  showToast({ text: document.querySelector<HTMLElement>("toast-region")?.dataset["lost"] ?? "", kind: "danger" });
  takeBack(ctx.sourceElement);
});

const before = new WeakMap<Element, { button: HTMLElement; html: string }>();

/** The property shows its new value in the moment it is chosen; the answer brings the truth. */
document.addEventListener(
  "submit",
  (event) => {
    const chosen = (event as SubmitEvent).submitter;
    const form = event.target as HTMLFormElement;
    if (!chosen?.matches('[role="menuitemradio"]')) return;
    const button = document.querySelector<HTMLElement>(`.pick[popovertarget="${CSS.escape(chosen.closest("[popover]")?.id ?? "")}"]`);
    const name = button?.querySelector(".cut");
    if (!button || !name) return;
    before.set(form, { button, html: button.innerHTML });
    name.textContent = chosen.querySelector(".cut")?.textContent ?? name.textContent;
    const sign = chosen.firstElementChild;
    const old = button.firstElementChild;
    if (sign && old && !sign.matches(".cut") && old !== name) old.replaceWith(sign.cloneNode(true));
  },
  true,
);

function takeBack(source: Element | undefined): void {
  const kept = source && before.get(source);
  if (kept?.button.isConnected) kept.button.innerHTML = kept.html;
}

/** A page that was morphed in is not announced by the browser, so its title is. */
const said = document.createElement("p");
said.className = "hide";
said.setAttribute("role", "status");
addEventListener("DOMContentLoaded", () => document.body.append(said));
let title = document.title;
htmx.on("htmx:after:swap", () => {
  setTimeout(() => {
    if (document.title === title) return;
    title = document.title;
    said.textContent = title;
  });
});
