/** Doing something to many tickets: sends the forms of the bar and of dialogs (data-ask), and shows how far the worker is until it is through. */
import htmx from "htmx.org";
import { clearSelection, selection } from "./selection";
import { showToast } from "./toast";

const kept = "moondesk:bulk";
const region = (): HTMLElement | null => document.querySelector<HTMLElement>("toast-region");
let waiting = 0;

function remember(address: string | null): void {
  try {
    if (address) sessionStorage.setItem(kept, address);
    else sessionStorage.removeItem(kept);
  } catch {
    return;
  }
}

async function ask(address: string, body?: FormData): Promise<Document | null> {
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "Moondesk-Panel": "1" };
  const answer = await fetch(address, { headers, ...(body ? { method: "POST", body } : {}) }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer?.ok && !answer.redirected) return page;
  const said = page?.querySelector("h1 ~ p")?.textContent?.trim();
  if (body) showToast({ text: said ?? region()?.dataset[answer ? "failed" : "lost"] ?? "", kind: "danger" });
  return null;
}

function show(page: Document): void {
  const panel = page.getElementById("bulk-progress");
  if (!panel) return;
  const before = document.getElementById("bulk-progress");
  // The words are said by the live region only when they change.
  if (before?.querySelector("p")?.textContent === panel.querySelector("p")?.textContent && before?.querySelector("progress") && panel.querySelector("progress")) {
    (before.querySelector("progress") as HTMLProgressElement).value = Number(panel.querySelector("progress")?.getAttribute("value"));
  } else {
    before?.remove();
    region()?.prepend(panel);
    for (const link of panel.querySelectorAll("a:not([data-plain])")) {
      for (const [name, value] of Object.entries({ "hx-boost": "true", "hx-target": "#frame", "hx-select": "#frame", "hx-swap": "outerMorph" })) link.setAttribute(name, value);
    }
    htmx.process(panel);
  }
  clearTimeout(waiting);
  if (panel.hasAttribute("data-active")) {
    remember(panel.dataset["src"] ?? null);
    waiting = window.setTimeout(() => void again(panel.dataset["src"] ?? ""), document.hidden ? 5_000 : 700);
  } else {
    remember(null);
    waiting = window.setTimeout(() => document.getElementById("bulk-progress")?.remove(), 60_000);
  }
}

async function again(address: string): Promise<void> {
  const page = await ask(address);
  const shown = document.getElementById("bulk-progress");
  // Something newer may have been begun while this one was asked for.
  if (shown && shown.dataset["src"] !== address) return;
  if (page) show(page);
  else if (shown) waiting = window.setTimeout(() => void again(address), 3_000);
}

function dialog(page: Document): void {
  const made = page.querySelector<HTMLDialogElement>("dialog#bulk-ask");
  if (!made) return;
  document.getElementById("bulk-ask")?.remove();
  const { count } = selection();
  const words = made.querySelector<HTMLElement>("[data-how-many]");
  if (words) words.textContent = (count === 1 ? words.dataset["one"] : words.dataset["many"]?.replace("{count}", String(count))) ?? "";
  made.addEventListener("close", () => made.remove());
  document.body.append(made);
  made.showModal();
  made.querySelector<HTMLElement>("textarea, input:not([type=hidden]), select")?.focus();
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const body = new FormData(form, submitter);
  const isChange = body.has("do");
  if (isChange || body.has("chosen")) {
    const { ids, all } = selection();
    body.set(all ? "all" : "ids", all ? "1" : ids.join(","));
  }
  const page = await ask(form.action, body);
  if (!page) return;
  form.closest("dialog")?.close();
  if (isChange) clearSelection();
  show(page);
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.closest("#bulk, #bulk-ask, #bulk-progress")) return;
  event.preventDefault();
  event.stopPropagation();
  form.closest<HTMLElement>("[popover]:popover-open")?.hidePopover();
  void send(form, (event as SubmitEvent).submitter);
}, true);

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const asking = target.closest<HTMLElement>("[data-ask]");
  if (asking) {
    asking.closest<HTMLElement>("[popover]:popover-open")?.hidePopover();
    void ask(asking.dataset["ask"] ?? "").then((page) => page && dialog(page));
  }
  if (!target.closest("[data-close-panel]")) return;
  clearTimeout(waiting);
  remember(null);
  document.getElementById("bulk-progress")?.remove();
});

/** After a reload the panel is there again while the worker is at it. */
addEventListener("DOMContentLoaded", () => {
  let address: string | null = null;
  try {
    address = sessionStorage.getItem(kept);
  } catch {
    return;
  }
  if (address?.startsWith(location.origin + "/") || address?.startsWith("/")) void again(address);
});
