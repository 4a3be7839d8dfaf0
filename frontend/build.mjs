// Builds everything the browser loads: `node build.mjs`. Reads css/, ts/ and icons/, writes src/moondesk/static/dist/ with names that
// carry a hash of the content, a manifest.json from plain name to hashed name, and a .gz and a .br beside each text file.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(here, "../src/moondesk/static/dist");
const gzip = promisify(zlib.gzip);
const brotli = promisify(zlib.brotliCompress);

/** "Follow the system": the dark block of tokens.css, once more, for a reader who prefers dark. */
const systemTheme = {
  name: "system-theme",
  setup(build) {
    build.onLoad({ filter: /tokens\.css$/ }, async ({ path: file }) => {
      const css = await readFile(file, "utf8");
      const dark = /^\[data-theme="dark"\] (\{[^}]*\})/m.exec(css);
      if (!dark) throw new Error(`${file} has no block for [data-theme="dark"]`);
      return { contents: `${css}\n@media (prefers-color-scheme: dark) { [data-theme="system"] ${dark[1]} }`, loader: "css" };
    });
  },
};

/** One SVG with a symbol per icon: those named in icons/lucide.txt and our own signs. */
async function sprite() {
  const names = (await readFile(path.join(here, "icons/lucide.txt"), "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(path.join(here, `node_modules/lucide-static/icons/${name}.svg`), "utf8").catch(() => {
        throw new Error(`icons/lucide.txt names "${name}", which lucide-static does not have`);
      });
      const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
      return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
    }),
  );
  const signs = await readFile(path.join(here, "icons/signs.svg"), "utf8");
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}\n${signs.match(/<symbol.*<\/symbol>/g).join("\n")}\n</svg>\n`;
}

async function compress(file, contents) {
  const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
  await Promise.all([
    gzip(contents, { level: 9 }).then((bytes) => writeFile(`${file}.gz`, bytes)),
    brotli(contents, quality).then((bytes) => writeFile(`${file}.br`, bytes)),
  ]);
}

const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: ["css/desk.css", "css/portal.css", "css/timeline.css", "css/paper.css", "ts/desk.ts", "ts/portal.ts", "ts/form.ts", "ts/embed.ts", "ts/live-worker.ts", "ts/proof-worker.ts", "ts/passkey.ts", "ts/writing.ts", "ts/timeline.ts"].map((file) => ({
    in: file,
    out: path.basename(file).replace(/\.\w+$/, ""),
  })),
  bundle: true,
  conditions: ["style", "module"],
  minify: true,
  format: "iife",
  target: ["chrome120", "firefox121", "safari17.2"],
  entryNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  loader: { ".woff2": "file" },
  outdir: target,
  legalComments: "none",
  metafile: true,
  write: false,
  plugins: [systemTheme],
  logLevel: "warning",
});

// Written beside and moved into place, so that a server that is running never sees half a build.
const fresh = `${target}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

const manifest = {};
for (const [output, about] of Object.entries(result.metafile.outputs)) {
  const name = path.basename(output);
  const plain = about.entryPoint ? path.basename(about.entryPoint).replace(/\.ts$/, ".js") : name.replace(/\.[A-Z0-9]{8}(?=\.\w+$)/, "");
  manifest[plain] = name;
}
for (const file of result.outputFiles) {
  const name = path.basename(file.path);
  await writeFile(path.join(fresh, name), file.contents);
  if (!name.endsWith(".woff2")) await compress(path.join(fresh, name), file.contents);
}

const favicon = await readFile(path.join(here, "icons/icon.svg"), "utf8");
for (const [plain, contents] of Object.entries({ "icons.svg": await sprite(), "icon.svg": favicon })) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
  manifest[plain] = plain.replace(".svg", `.${hash}.svg`);
  await writeFile(path.join(fresh, manifest[plain]), contents);
  await compress(path.join(fresh, manifest[plain]), contents);
}

const ordered = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(ordered, null, 2)}\n`);
await rm(target, { recursive: true, force: true });
await rename(fresh, target);

for (const name of Object.values(ordered)) {
  const size = (await readFile(path.join(target, name))).length;
  const small = (await readdir(target)).includes(`${name}.br`) ? (await readFile(path.join(target, `${name}.br`))).length : size;
  console.log(`${name.padEnd(44)} ${String(size).padStart(7)} bytes  ${String(small).padStart(6)} compressed`);
}
