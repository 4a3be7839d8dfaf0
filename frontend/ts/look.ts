/** Looking into a file without leaving the page: a dialog with its pages or its text. Without this, the link opens a page. */

let dialog: HTMLDialogElement | null = null;

function place(): HTMLDialogElement {
  if (dialog?.isConnected) return dialog;
  dialog = document.createElement("dialog");
  dialog.className = "dialog look-in";
  dialog.setAttribute("closedby", "any");
  dialog.setAttribute("aria-labelledby", "look-name");
  dialog.addEventListener("click", onClick);
  dialog.addEventListener("keydown", onKey);
  document.body.append(dialog);
  return dialog;
}

async function open(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const shown = place();
    shown.innerHTML = await answer.text();
    shown.querySelector(".inside")?.addEventListener("scroll", tell, { passive: true });
    if (!shown.open) shown.showModal();
    shown.querySelector<HTMLElement>(".inside")?.focus();
  } catch {
    location.assign(address);
  }
}

function pages(): HTMLElement[] {
  return [...(dialog?.querySelectorAll<HTMLElement>(".inside > img") ?? [])];
}

/** The page that is most in view. */
function current(): number {
  const inside = dialog?.querySelector<HTMLElement>(".inside");
  const middle = inside ? inside.getBoundingClientRect().top + inside.clientHeight / 2 : 0;
  const at = pages().findIndex((page) => page.getBoundingClientRect().bottom > middle);
  return at < 0 ? Math.max(0, pages().length - 1) : at;
}

function tell(): void {
  const words = dialog?.querySelector<HTMLElement>("[data-page-words]");
  const text = words?.dataset["pageWords"]?.replace("{n}", String(current() + 1));
  if (words && text !== words.textContent) words.textContent = text ?? "";
}

function turn(by: number): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  pages()[current() + by]?.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

function onClick(event: Event): void {
  const target = event.target as Element;
  if (target === dialog || target.closest("[data-close]")) dialog?.close();
  const step = target.closest<HTMLElement>("[data-turn]")?.dataset["turn"];
  if (step) turn(Number(step));
}

function onKey(event: KeyboardEvent): void {
  const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
  if (!step || pages().length < 2 || (event.target as Element).closest("input")) return;
  event.preventDefault();
  turn(step);
}

document.addEventListener(
  "click",
  (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-look]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    void open(link.href);
  },
  { capture: true },
);

export {};
