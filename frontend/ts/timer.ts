/** Timers that run count on while one looks: [data-counts="<seconds>"] is what they had counted when the page was drawn. */
import { onContent } from "./dom";

/** By the clock of this machine from the first sight on, so that a wrong clock does no harm. */
const seen = new WeakMap<Element, { counted: string; at: number }>();

function text(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function count(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-counts]")) {
    const counted = part.dataset["counts"] ?? "0";
    let known = seen.get(part);
    if (known?.counted !== counted) {
      known = { counted, at: Date.now() };
      seen.set(part, known);
    }
    const now = text(Number(counted) + Math.max(0, Math.floor((Date.now() - known.at) / 1000)));
    const last = part.lastChild;
    if (last?.nodeType === Node.TEXT_NODE && last.textContent?.trim() !== now) last.textContent = now;
  }
}

onContent(count);
setInterval(() => {
  if (!document.hidden) count();
}, 1000);
document.addEventListener("visibilitychange", count);
