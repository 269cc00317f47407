// Fails the build when the station's route grows past its budget: an operator's tablet is often the
// weakest device on the weakest network of the plant.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 350;
const out = new URL("../../src/lineside/app/web/", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(out, ".vite/manifest.json"), "utf8"));

function collect(key, seen) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const next of chunk.imports ?? []) collect(next, seen);
  return seen;
}

function compressedKb(files) {
  const sizes = [...files].map((file) => {
    const content = readFileSync(join(out, file));
    return file.endsWith(".woff2") ? content.length : gzipSync(content).length;
  });
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

const routes = Object.keys(manifest).filter((key) => /^src\/screens\/.*Screen\.tsx$/.test(key));
const shell = collect("index.html", new Set());
const font = Object.values(manifest).filter((c) => /latin-wght-normal/.test(c.file)).map((c) => c.file);
let over = false;
for (const key of routes.sort()) {
  const size = compressedKb(new Set([...collect(key, new Set(shell)), ...font]));
  const name = key.replace(/^src\/screens\//, "").replace(/Screen\.tsx$/, "");
  if (name.endsWith("Station") && size > BUDGET_KB) over = true;
  console.log(`${name.padEnd(20)} ${size.toFixed(0).padStart(5)} kB compressed`);
}
if (over) {
  console.error(`The station is over its budget of ${BUDGET_KB} kB.`);
  process.exit(1);
}
