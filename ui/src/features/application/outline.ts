import { duration } from "../../components/time";

/** The lines of a value, written as YAML is; fields that say nothing are left out. */
export function outline(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter(says).flatMap(item);
  if (isRecord(value)) {
    return Object.entries(value)
      .filter(([, each]) => says(each))
      .flatMap(([name, each]) =>
        isNested(each) ? [`${name}:`, ...outline(each).map((line) => `  ${line}`)] : [`${name}: ${scalar(each)}`],
      );
  }
  return says(value) ? [scalar(value)] : [];
}

function item(value: unknown): string[] {
  return outline(value).map((line, at) => `${at === 0 ? "- " : "  "}${line}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function says(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(says);
  if (isRecord(value)) return Object.values(value).some(says);
  return value !== null && value !== undefined && value !== "";
}

function scalar(value: unknown): string {
  const text = String(value);
  const time = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (!time || text === "PT") return text;
  const [hours, minutes, seconds] = time.slice(1).map((part) => Number(part ?? 0));
  return duration((((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000);
}
