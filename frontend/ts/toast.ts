/** Toasts: from the server's page, from an HX-Trigger header ({"toast": {"text": …, "kind": …, "undo": "/address"}}), from other modules. */
import { icon, onContent } from "./dom";
import { undoForm } from "./undo";

export interface Toast {
  text: string;
  title?: string;
  kind?: "success" | "danger" | "accent" | "none";
  /** Where to post to take it back, and for how many seconds that is offered. */
  undo?: string;
  seconds?: number;
  /** An icon instead of that of the kind. */
  sign?: string;
  action?: { label: string; run: () => void };
}

const icons = { success: "circle-check", danger: "circle-alert", accent: "send", none: "info" } as const;
const visible = 3;

function region(): HTMLElement | null {
  return document.querySelector<HTMLElement>("toast-region");
}

/** What went wrong is said at once, everything else when the reader pauses: two live regions that are always there. */
function pile(kind: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`toast-region > [role="${kind === "danger" ? "alert" : "status"}"]`);
}

function closeButton(label: string, close: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ib";
  button.setAttribute("aria-label", label);
  button.append(icon("x"));
  button.addEventListener("click", close);
  return button;
}

function actionButton({ label, run }: { label: string; run: () => void }): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn sm";
  button.textContent = label;
  button.addEventListener("click", run);
  return button;
}

export function showToast({ text, title, kind = "success", undo, seconds = undo ? 30 : 6, sign, action }: Toast): HTMLElement | null {
  const list = pile(kind);
  const said = region()?.dataset ?? {};
  if (!list) return null;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset["c"] = kind;
  const words = document.createElement("p");
  if (title) {
    const strong = document.createElement("b");
    strong.textContent = title;
    words.append(strong, " ");
  }
  words.append(text);
  toast.append(icon(sign ?? icons[kind]), words);
  if (undo) toast.append(undoForm(undo, said["undo"] ?? "Undo"));
  if (action) toast.append(actionButton(action));
  toast.append(closeButton(said["close"] ?? "Close", () => toast.remove()));
  list.append(toast);
  toast.dispatchEvent(new CustomEvent("moondesk:toast", { bubbles: true }));
  const all = [...(region()?.querySelectorAll(".pile > .toast") ?? [])].filter((one) => one !== toast);
  for (const old of all.slice(0, Math.max(0, all.length + 1 - (innerHeight < 600 ? 2 : visible)))) old.remove();
  expire(toast, kind === "danger" ? Infinity : seconds);
  return toast;
}

/** Goes by itself, but not while it is pointed at or holds the focus; what went wrong stays until it is closed. */
function expire(toast: HTMLElement, seconds: number): void {
  if (seconds === Infinity) return;
  const timer = setInterval(() => {
    if (!toast.isConnected) clearInterval(timer);
    else if (!toast.matches(":hover, :focus-within") && --seconds <= 0) toast.remove();
  }, 1000);
}

/**
 * Toasts lie over nothing that one needs: in the desk they stand above the composer, or at the end of the pane, and the pane makes room for
 * them (css/desk/toasts.css).
 */
function place(): void {
  const list = region();
  const pane = [...document.querySelectorAll<HTMLElement>(".desk > :is(.ticket, .list)")].reverse().find((one) => one.checkVisibility());
  if (!list || !pane) return;
  const at = pane.getBoundingClientRect();
  const writing = pane.querySelector<HTMLElement>(".writing");
  const below = writing ? writing.offsetHeight - parseFloat(getComputedStyle(writing).paddingTop) : 0;
  const measures = { left: at.left, width: at.width, below, room: list.querySelector(".toast, .bulk") ? list.offsetHeight : 0 };
  for (const [name, value] of Object.entries(measures)) document.documentElement.style.setProperty(`--toast-${name}`, `${value}px`);
}

class ToastRegion extends HTMLElement {
  #sizes = new ResizeObserver(place);

  connectedCallback(): void {
    for (const toast of this.querySelectorAll<HTMLElement>(".toast[data-undo]")) {
      toast.remove();
      showToast(told(toast));
    }
    for (const toast of this.querySelectorAll<HTMLElement>(".toast:not([data-undo])")) {
      if (!toast.querySelector(".ib")) toast.append(closeButton(this.dataset["close"] ?? "Close", () => toast.remove()));
      if (toast.dataset["c"] !== "danger") expire(toast, 8);
    }
    this.#sizes.observe(this);
    onContent(this.#watch);
  }

  /** The composer grows with what is written, and another page has another one. */
  #watch = (): void => {
    const parts = document.querySelectorAll<HTMLElement>(".writing, .desk > .ticket");
    for (const part of parts) this.#sizes.observe(part);
    place();
  };
}

customElements.define("toast-region", ToastRegion);
document.addEventListener("toast", (event) => {
  const detail: unknown = (event as CustomEvent<unknown>).detail;
  if (typeof detail === "string") showToast({ text: detail });
  else if (detail && typeof detail === "object" && "text" in detail) showToast(detail as Toast);
});

/** Toasts of a page that was morphed in lie outside of what was taken from it. */
export function showToastsOf(text: string): void {
  if (!text.includes('class="toast"')) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const toast of page.querySelectorAll<HTMLElement>("toast-region .toast")) showToast(told(toast));
}

/** What a toast of the server's says. */
function told(toast: HTMLElement): Toast {
  const kind = (toast.dataset["c"] ?? "none") as NonNullable<Toast["kind"]>;
  const undo = toast.dataset["undo"];
  return { text: toast.querySelector("p")?.textContent ?? "", kind, ...(undo ? { undo } : {}) };
}
