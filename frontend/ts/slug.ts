/** Suggests an address from a name while nobody has typed one: data-slug-source fills data-slug. */
const source = document.querySelector<HTMLInputElement>("[data-slug-source]");
const target = document.querySelector<HTMLInputElement>("[data-slug]");

/** Letters that Unicode does not take apart; kit/letters.py has the same. */
const spelled: Record<string, string> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŋ: "ng",
};

function slug(name: string): string {
  const known = [...name.toLowerCase()].map((letter) => spelled[letter] ?? letter).join("");
  const plain = known.normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
}

if (source && target) {
  let own = target.value !== "";
  target.addEventListener("input", () => (own = target.value !== ""));
  source.addEventListener("input", () => {
    if (!own) target.value = slug(source.value);
  });
}
export {};
