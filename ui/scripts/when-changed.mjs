// Runs an npm step only when its inputs have changed since it last ended well.
//   node scripts/when-changed.mjs install   npm ci, when package.json or package-lock.json changed
//   node scripts/when-changed.mjs build     npm run build, when a source changed
//   node scripts/when-changed.mjs checks    npm run checks, when a source changed
//   node scripts/when-changed.mjs test      npm test, when a source changed
// The digests of the last good runs are kept under target/.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = [
  "package.json",
  "package-lock.json",
  "index.html",
  "biome.json",
  "vite.config.ts",
  "postcss.config.cjs",
  "tsconfig.json",
  "src",
  "dev",
  "public",
  "scripts",
];
const steps = {
  install: {
    inputs: ["package.json", "package-lock.json"],
    result: "node_modules/.package-lock.json",
    npm: ["ci", "--no-fund", "--no-audit"],
  },
  build: { inputs: sources, result: "target/console/index.html", npm: ["run", "build"] },
  checks: { inputs: sources, result: "package.json", npm: ["run", "checks"] },
  test: { inputs: sources, result: "target/surefire-reports/TEST-console.xml", npm: ["test"] },
};

const name = process.argv[2];
const step = steps[name];
if (!step) {
  console.error(`step: ${name} (expected: ${Object.keys(steps).join(" or ")})`);
  process.exit(2);
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesOf(join(path, entry)));
}

function digest() {
  const hash = createHash("sha256").update(`node ${process.versions.node.split(".")[0]}`);
  for (const file of step.inputs.flatMap((input) => filesOf(join(root, input)))) {
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

const stamp = join(root, "target", `${name}.sha256`);
const now = digest();
if (existsSync(join(root, step.result)) && existsSync(stamp) && readFileSync(stamp, "utf8") === now) {
  console.log(`console: ${name} is up to date`);
  process.exit(0);
}
mkdirSync(dirname(stamp), { recursive: true });
rmSync(stamp, { force: true });
console.log(`console: npm ${step.npm.join(" ")}`);
const run = spawnSync("npm", step.npm, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
if (run.error) {
  console.error(
    `console: npm could not be started (${run.error.message}). Install Node 20.19 or newer, or leave the console out with -Dui.skip`,
  );
  process.exit(1);
}
if (run.status === 0) writeFileSync(stamp, now);
process.exit(run.status ?? 1);
