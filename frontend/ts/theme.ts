/** Changes the theme where it stands: the cookie the server reads, and the attribute the sheet reads. Without this the form is posted. */
import { setCookie } from "./dom";

const dark = new Set(["dark", "moon"]);
const tabs = new BroadcastChannel("moondesk-theme");
tabs.onmessage = ({ data }: MessageEvent<string>) => show(data);

/** Chooses a theme, here and on the other pages that are open in this browser. */
export function setTheme(theme: string): void {
  setCookie("moondesk_theme", theme);
  tabs.postMessage(theme);
  show(theme);
}

function show(theme: string): void {
  document.documentElement.dataset["theme"] = theme;
  const scheme = theme === "system" ? "light dark" : dark.has(theme) ? "dark" : "light";
  document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.setAttribute("content", scheme);
  for (const choice of document.querySelectorAll<HTMLButtonElement>('theme-switch button[name="theme"]')) {
    const chosen = choice.value === theme;
    choice.setAttribute("aria-checked", String(chosen));
    if (choice.hasAttribute("aria-pressed")) choice.setAttribute("aria-pressed", String(chosen));
    const tail = choice.querySelector(".tail");
    const tick = document.querySelector('theme-switch [name="theme"] .tail svg');
    if (chosen && tail && tick) tail.append(tick);
  }
}

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#choose);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#choose);
  }

  #choose = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[name="theme"]');
    if (!button) return;
    event.preventDefault();
    setTheme(button.value);
    button.closest<HTMLElement>("[popover]")?.hidePopover();
  };
}

customElements.define("theme-switch", ThemeSwitch);
