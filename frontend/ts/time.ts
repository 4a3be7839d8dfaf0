/** Keeps relative times true while a page stays open: <time datetime data-relative>, as the server's ago filter writes it. */
export {};

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function refresh(): void {
  const language = document.documentElement.lang || "en";
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "narrow" });
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Number.isNaN(seconds)) continue;
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
    const words = relative.format(Math.trunc(seconds / size), unit);
    if (time.textContent !== words) time.textContent = words;
  }
}

setInterval(() => {
  if (!document.hidden) refresh();
}, 30_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
