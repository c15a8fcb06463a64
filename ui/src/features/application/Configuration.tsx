import { Title } from "@mantine/core";
import type { Application } from "../../api/types";
import headerClasses from "../deployment/Header.module.css";

/** The configuration as it was read, one field a line. */
export function Configuration({ application }: { application: Application }) {
  const fields = Object.entries(application.config ?? {}).filter(
    ([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  if (fields.length === 0) return null;
  return (
    <section aria-label="Configuration as read">
      <Title order={2} mb="xs">
        Configuration as read
      </Title>
      <dl className={headerClasses.facts}>
        {fields.map(([name, value]) => (
          <Field key={name} name={name} value={value} />
        ))}
      </dl>
    </section>
  );
}

function Field({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{textOf(value)}</dd>
    </>
  );
}

/** A value in one line: stages as "A → B", other lists by commas, records by their fields. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    const stages = value.every((each) => typeof each === "object" && each !== null && "name" in each);
    return value
      .map((each) => (stages ? String((each as { name: unknown }).name) : textOf(each)))
      .join(stages ? " → " : ", ");
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => `${name}: ${textOf(each)}`)
      .join(", ");
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
