// Fails when a source file of the console is longer than 250 lines.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const LIMIT = 250;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const long = ["src", "dev", "scripts"]
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|css)$/.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((file) => ({ file: relative(root, file), lines: readFileSync(file, "utf8").split("\n").length - 1 }))
  .filter((entry) => entry.lines > LIMIT);
for (const { file, lines } of long) console.error(`${file}: ${lines} lines (expected: at most ${LIMIT})`);
if (long.length > 0) process.exit(1);
