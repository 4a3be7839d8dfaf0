/** Menus with the keyboard: arrows, Home, End, first letters; Esc and the focus going back are the browser's. */

const anchored = CSS.supports("position-area", "block-end");

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)')].filter((item) => !item.hidden);
}

/** The button that was pressed last: a menu can have many, one for each row or message. */
let pressed: HTMLElement | null = null;
document.addEventListener("click", (event) => (pressed = (event.target as Element).closest<HTMLElement>("[popovertarget]") ?? pressed), true);

function buttonOf(menu: HTMLElement): HTMLElement | null {
  if (pressed?.isConnected && pressed.getAttribute("popovertarget") === menu.id) return pressed;
  return document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(menu.id)}"]`);
}

/** Where the browser cannot hang a popover under its button, this does; a style set by script is allowed by the policy. */
function place(menu: HTMLElement): void {
  const button = buttonOf(menu);
  if (anchored || !button) return;
  const at = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + size.height + 8 < innerHeight;
  menu.style.top = `${below ? at.bottom : Math.max(4, at.top - size.height - 8)}px`;
  menu.style.left = `${Math.max(4, Math.min(at.left, innerWidth - size.width - 4))}px`;
}

function move(menu: HTMLElement, to: (at: number, count: number) => number): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  all.at(to(at, all.length))?.focus();
}

let typed = "";
let typedAt = 0;

function jump(menu: HTMLElement, letter: string): void {
  const now = Date.now();
  typed = now - typedAt > 600 ? letter : typed + letter;
  typedAt = now;
  const all = items(menu);
  const start = all.indexOf(document.activeElement as HTMLElement);
  const turned = [...all.slice(typed.length > 1 ? start : start + 1), ...all];
  turned.find((item) => item.textContent?.trim().toLowerCase().startsWith(typed))?.focus();
}

function onKey(event: KeyboardEvent): void {
  const menu = (event.target as Element).closest<HTMLElement>('[popover][role="menu"]');
  if (!menu) return;
  const moves: Record<string, (at: number, count: number) => number> = {
    ArrowDown: (at, count) => (at + 1) % count,
    ArrowUp: (at, count) => (at <= 0 ? count - 1 : at - 1),
    Home: () => 0,
    End: (_at, count) => count - 1,
  };
  const step = moves[event.key];
  if (step) {
    event.preventDefault();
    move(menu, step);
  } else if (event.key === "Tab") {
    menu.hidePopover();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    jump(menu, event.key.toLowerCase());
  }
}

function onToggle(event: Event): void {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches('[popover][role="menu"]')) return;
  const open = (event as ToggleEvent).newState === "open";
  buttonOf(menu)?.setAttribute("aria-expanded", String(open));
  if (!open) return;
  place(menu);
  const first = menu.querySelector<HTMLElement>('[aria-checked="true"]:not(:disabled)') ?? items(menu)[0];
  first?.focus();
}

document.addEventListener("keydown", onKey);
document.addEventListener("toggle", onToggle, true);
/* A choice that submits closes its menu, and the focus is where it was. */
document.addEventListener("submit", (event) => (event.target as Element).closest<HTMLElement>("[popover]:popover-open:not(#notices)")?.hidePopover());
document.addEventListener("click", (event) => {
  const item = (event.target as Element).closest('[role="menu"] a[role="menuitem"], [role="menu"] :is([command], [data-copy]), #composer-outcomes button');
  item?.closest<HTMLElement>("[popover]:popover-open")?.hidePopover();
});

export {};
