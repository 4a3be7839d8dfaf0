/** Small things several modules need. */

/** True while a person is typing there, so that a letter belongs to the text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"].includes(target.type);
}

/** Runs now and again after every morph, for elements that came in with it. */
export function onContent(run: () => void): void {
  run();
  document.addEventListener("htmx:after:swap", run);
  document.addEventListener("moondesk:content", run);
}

/** Local storage that may be full, off or forbidden: then nothing is kept, and nothing breaks. */
export const storage = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      return;
    }
  },
};

export function setCookie(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

/** Where the icons are: said by the toasts' region, and shown by any icon of the page. */
function sprite(): string {
  const said = document.querySelector<HTMLElement>("[data-icons]")?.dataset["icons"];
  return said ?? document.querySelector("svg > use[href]")?.getAttribute("href")?.split("#")[0] ?? "";
}

/** An icon of the sprite, as the server's icon() draws it. */
export function icon(name: string, classes = "i"): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  svg.append(use);
  return svg;
}
