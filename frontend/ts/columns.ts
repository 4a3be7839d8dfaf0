/**
 * Columns of the table are made wider or narrower by their edge: with the pointer, or focused with the arrow keys. The server keeps it for the
 * member (data-widths on the rows is the address); the width itself is set by script, as the policy allows.
 */
import { onContent } from "./dom";

const step = 16;
const least = 48;
const most = 640;
const changed = new Map<string, number>();
let timer = 0;

const part = (): HTMLElement | null => document.querySelector<HTMLElement>("#rows[data-widths]");

async function keep(): Promise<void> {
  const address = part()?.dataset["widths"];
  const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  if (!address || !changed.size) return;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, widths: [...changed].map(([key, pixels]) => `${key}:${pixels}`).join(",") });
  changed.clear();
  await fetch(address, { method: "POST", body }).catch(() => null);
}

function widen(head: HTMLElement, pixels: number): void {
  const width = Math.round(Math.max(least, Math.min(most, pixels)));
  head.className = head.className.replace(/\bw-\S+/g, "");
  head.style.width = `${width}px`;
  head.querySelector(".edge")?.setAttribute("aria-valuenow", String(width));
  changed.set(head.dataset["column"] ?? "", width);
  clearTimeout(timer);
  timer = window.setTimeout(() => void keep(), 600);
}

function drag(edge: HTMLElement, head: HTMLElement, start: PointerEvent): void {
  const before = head.getBoundingClientRect().width;
  const sign = getComputedStyle(head).direction === "rtl" ? -1 : 1;
  const move = (event: PointerEvent): void => widen(head, before + sign * (event.clientX - start.clientX));
  edge.setPointerCapture(start.pointerId);
  edge.classList.add("held");
  edge.addEventListener("pointermove", move);
  edge.addEventListener("lostpointercapture", () => (edge.removeEventListener("pointermove", move), edge.classList.remove("held")), { once: true });
}

function edgeOf(head: HTMLElement): void {
  if (head.querySelector(".edge")) return;
  const edge = document.createElement("button");
  edge.type = "button";
  edge.className = "edge";
  edge.setAttribute("role", "separator");
  edge.setAttribute("aria-orientation", "vertical");
  edge.setAttribute("aria-valuemin", String(least));
  edge.setAttribute("aria-valuemax", String(most));
  edge.setAttribute("aria-valuenow", String(Math.round(head.getBoundingClientRect().width)));
  edge.setAttribute("aria-label", `${part()?.dataset["widen"] ?? ""} ${head.textContent?.trim() ?? ""}`);
  edge.addEventListener("pointerdown", (event) => drag(edge, head, event));
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowRight: step, ArrowLeft: -step }[event.key];
    if (!by) return;
    event.preventDefault();
    widen(head, head.getBoundingClientRect().width + by);
  });
  head.append(edge);
}

onContent(() => {
  if (part()) for (const head of document.querySelectorAll<HTMLElement>("th[data-column]")) edgeOf(head);
});
