/** Binds the keys of the one table (keys.ts). They never fire while somebody types, and a person can switch them off (shortcuts.ts). */
import { isTyping } from "./dom";
import { palette, shortcuts } from "./keys";
import { clearSelection } from "./selection";
import { areOff } from "./shortcuts";

const single = new Map(shortcuts.flatMap((one) => (one.run ? [[one.keys, one.run] as const] : [])));

let going = 0;

function go(event: KeyboardEvent): void {
  going = 0;
  const link = document.querySelector<HTMLElement>(`[data-go="${CSS.escape(event.key)}"]`);
  if (link) event.preventDefault();
  link?.click();
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || areOff()) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette()) {
    event.preventDefault();
    return single.get("Ctrl K")?.();
  }
  if (event.key === "Escape" && event.target instanceof HTMLInputElement && event.target.matches("[data-key], [data-search]")) return event.target.blur();
  if (event.ctrlKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], [popover][role=menu]:popover-open")) return;
  if (Date.now() - going < 1200) return go(event);
  if (event.key === "g") going = Date.now();
  if (event.key === "Escape" && clearSelection()) return event.preventDefault();
  const run = single.get(event.key);
  if (!run) return;
  event.preventDefault();
  run();
}

document.addEventListener("keydown", onKey);
document.addEventListener("moondesk:press", (event) => single.get((event as CustomEvent<string>).detail)?.());
