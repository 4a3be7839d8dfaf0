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

/** A button that cannot be used says why: its title to the pointer and to screen readers, the same as a toast when it is pressed. */
document.addEventListener("click", (event) => {
  const off = (event.target as Element).closest<HTMLElement>('button[aria-disabled="true"][title]');
  if (off) showToast({ text: off.title, kind: "none", sign: "lock", seconds: 6 });
});

/** What a toast offers to take back is sent like every other form of the page. */
document.addEventListener("moondesk:toast", (event) => htmx.process(event.target as HTMLElement));

const before = new WeakMap<Element, { part: HTMLElement; html: string }>();

/** Where a choice shows: the button of the property, or the sign in the row whose menu was opened. */
function shownAt(form: HTMLFormElement, chosen: HTMLElement): { part: HTMLElement; sign: Element | null; name: Element | null } | null {
  const menu = chosen.closest("[popover]");
  const pick = document.querySelector<HTMLElement>(`.pick[popovertarget="${CSS.escape(menu?.id ?? "")}"]`);
  if (pick) return { part: pick, sign: pick.firstElementChild?.matches(".hide") ? pick.children[1] ?? null : pick.firstElementChild, name: pick.querySelector(".cut") };
  const number = /\/tickets\/([^/]+)\//.exec(form.action)?.[1];
  const row = menu?.id === "row_menu" && document.querySelector<HTMLElement>(`a.row[href*="/tickets/${CSS.escape(number ?? "")}"]`);
  if (!row) return null;
  const signs = row.querySelectorAll(".meta > .sign");
  const places: Record<string, Element | null | undefined> = { status: signs[0], priority: signs[1], assignee: row.querySelector(".end > .av") };
  return { part: row, sign: places[chosen.getAttribute("name") ?? ""] ?? null, name: null };
}

/** A property shows its new value in the moment it is chosen; the answer brings the truth. */
document.addEventListener(
  "submit",
  (event) => {
    const chosen = (event as SubmitEvent).submitter;
    const form = event.target as HTMLFormElement;
    const shown = chosen?.matches('[role="menuitemradio"]') ? shownAt(form, chosen) : null;
    if (!shown || !chosen) return;
    before.set(form, { part: shown.part, html: shown.part.innerHTML });
    if (shown.name) shown.name.textContent = chosen.querySelector(".cut")?.textContent ?? "";
    const sign = chosen.firstElementChild;
    if (!sign || !shown.sign || sign.matches(".cut") || shown.sign === shown.name) return;
    const copy = sign.cloneNode(true) as Element;
    if (shown.sign.matches(".sign")) copy.classList.add("sign");
    shown.sign.replaceWith(copy);
  },
  true,
);

function takeBack(source: Element | undefined): void {
  const kept = source && before.get(source);
  if (kept?.part.isConnected) kept.part.innerHTML = kept.html;
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

/** What was sent from each field of a form: where it was taken and nothing newer is typed, the field is as the server drew it. */
const sent = new WeakMap<Element, Map<HTMLInputElement | HTMLTextAreaElement, string>>();
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post") return;
    const fields = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
    const typed = fields.filter((one) => one instanceof HTMLTextAreaElement || !["hidden", "checkbox", "radio", "file"].includes(one.type));
    sent.set(form, new Map(typed.map((one) => [one, one.value])));
  },
  true,
);
document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = (event as CustomEvent<Ctx>).detail ?? {};
  const source = ctx?.sourceElement;
  const form = source instanceof HTMLFormElement ? source : source?.closest("form");
  if (!form || !ctx?.response || ctx.response.status >= 400) return;
  for (const [field, value] of sent.get(form) ?? []) if (field.value === value) field.value = field.defaultValue;
  sent.delete(form);
});
