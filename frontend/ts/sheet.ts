/** The sheet behind "?". */
import { groups, shortcuts } from "./keys";

/** Fills the sheet: the table above, and one line for each place of the rail that a letter goes to. */
class ShortcutSheet extends HTMLElement {
  connectedCallback(): void {
    const words = JSON.parse(this.dataset["words"] ?? "{}") as Record<string, string>;
    const places = [...document.querySelectorAll<HTMLElement>("[data-go]")];
    for (const group of groups) {
      const lines = shortcuts.filter((one) => one.group === group && one.keys !== "g").map((one) => [words[one.name] ?? one.name, one.keys] as const);
      const more = group === "everywhere" ? places.map((place) => [place.title, `g ${place.dataset["go"]}`] as const) : [];
      this.append(this.#block(words[group] ?? group, [...lines, ...more]));
    }
  }

  #shift(): HTMLElement {
    const cap = document.createElement("kbd");
    cap.textContent = "Shift";
    return cap;
  }

  #block(title: string, lines: (readonly [string, string])[]): HTMLElement {
    const block = document.createElement("section");
    const heading = document.createElement("h3");
    heading.textContent = title;
    const list = document.createElement("dl");
    for (const [name, keys] of lines) {
      const term = document.createElement("dt");
      term.textContent = name;
      const value = document.createElement("dd");
      for (const key of keys.split(" ")) {
        const cap = document.createElement("kbd");
        cap.textContent = key.length === 1 ? key.toUpperCase() : key.replace("Enter", "↵");
        if (/^[A-Z]$/.test(keys)) value.append(this.#shift());
        value.append(cap);
      }
      list.append(term, value);
    }
    block.append(heading, list);
    return block;
  }
}

customElements.define("shortcut-sheet", ShortcutSheet);
