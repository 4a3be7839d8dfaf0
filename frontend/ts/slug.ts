/** Suggests an address from a name while nobody has typed one: data-slug-source fills data-slug. */
const source = document.querySelector<HTMLInputElement>("[data-slug-source]");
const target = document.querySelector<HTMLInputElement>("[data-slug]");

if (source && target) {
  let own = target.value !== "";
  target.addEventListener("input", () => (own = target.value !== ""));
  source.addEventListener("input", () => {
    if (own) return;
    const plain = source.value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    target.value = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
  });
}
export {};
