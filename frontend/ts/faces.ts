/** A member's face, as the server's avatar() draws it (web/faces.py). */
export function face(name: string, id: string, size: 18 | 20): HTMLElement {
  const made = document.createElement("span");
  made.className = `av s${size}`;
  made.dataset["h"] = String(parseInt(id.replaceAll("-", "").slice(-6), 16) % 12);
  made.title = name;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", name);
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  made.textContent = letters.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
  return made;
}
