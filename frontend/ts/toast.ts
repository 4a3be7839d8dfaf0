/** Toasts: from the server's page, from an HX-Trigger header ({"toast": {"text": …, "kind": …, "undo": "/address"}}), from other modules. */
import { icon } from "./dom";

export interface Toast {
  text: string;
  title?: string;
  kind?: "success" | "danger" | "accent" | "none";
  /** Where to post to take it back, and for how many seconds that is offered. */
  undo?: string;
  seconds?: number;
}

const icons = { success: "circle-check", danger: "circle-alert", accent: "send", none: "info" } as const;
const visible = 4;

function region(): HTMLElement | null {
  return document.querySelector<HTMLElement>("toast-region");
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

function undoForm(address: string, label: string): HTMLFormElement {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
  if (token) form.append(token.cloneNode());
  const button = document.createElement("button");
  button.className = "btn sm bare link";
  button.textContent = label;
  form.append(button);
  return form;
}

export function showToast({ text, title, kind = "success", undo, seconds = undo ? 30 : 6 }: Toast): void {
  const list = region();
  if (!list) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset["c"] = kind;
  if (kind === "danger") toast.setAttribute("role", "alert");
  const words = document.createElement("p");
  if (title) {
    const strong = document.createElement("b");
    strong.textContent = title;
    words.append(strong, " ");
  }
  words.append(text);
  toast.append(icon(icons[kind]), words);
  if (undo) toast.append(undoForm(undo, list.dataset["undo"] ?? "Undo"));
  toast.append(closeButton(list.dataset["close"] ?? "Close", () => toast.remove()));
  list.append(toast);
  while (list.children.length > visible) list.firstElementChild?.remove();
  expire(toast, kind === "danger" ? Infinity : seconds);
}

/** Goes by itself, but not while it is pointed at or holds the focus; what went wrong stays until it is closed. */
function expire(toast: HTMLElement, seconds: number): void {
  if (seconds === Infinity) return;
  const timer = setInterval(() => {
    if (!toast.isConnected) clearInterval(timer);
    else if (!toast.matches(":hover, :focus-within") && --seconds <= 0) toast.remove();
  }, 1000);
}

class ToastRegion extends HTMLElement {
  connectedCallback(): void {
    for (const toast of this.querySelectorAll<HTMLElement>(".toast")) {
      if (!toast.querySelector(".ib")) toast.append(closeButton(this.dataset["close"] ?? "Close", () => toast.remove()));
      if (toast.dataset["c"] !== "danger") expire(toast, 8);
    }
  }
}

customElements.define("toast-region", ToastRegion);
document.addEventListener("toast", (event) => {
  const detail: unknown = (event as CustomEvent<unknown>).detail;
  if (typeof detail === "string") showToast({ text: detail });
  else if (detail && typeof detail === "object" && "text" in detail) showToast(detail as Toast);
});
