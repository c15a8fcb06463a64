// Fails when the scripts that the first page loads are over the budget: 300 kB gzip.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 300;
const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "target", "console");
const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8"));

function scriptsOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) scriptsOf(imported, seen);
  return seen;
}

function kilobytes(file) {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000;
}

const shell = scriptsOf("index.html");
const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
let heaviest = { name: "shell alone", total: total(shell) };
for (const page of pages) {
  if (!/Page\.tsx$/.test(page)) continue;
  const sum = total(scriptsOf(page, new Set(shell)));
  if (sum > heaviest.total) heaviest = { name: page, total: sum };
}

function total(files) {
  return [...files].filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + kilobytes(file), 0);
}

const line = `first load: ${total(shell).toFixed(0)} kB for the shell, ${heaviest.total.toFixed(0)} kB with the heaviest page (${heaviest.name}), budget ${BUDGET_KB} kB gzip`;
if (heaviest.total > BUDGET_KB) {
  console.error(`${line}: over the budget`);
  process.exit(1);
}
console.log(line);
