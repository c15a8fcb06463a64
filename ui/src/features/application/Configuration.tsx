import { Title } from "@mantine/core";
import type { Application } from "../../api/types";
import classes from "./Configuration.module.css";
import { outline } from "./outline";

/** The configuration as it was read, defaults included; what is empty is left out. */
export function Configuration({ application }: { application: Application }) {
  const lines = outline(application.config);
  if (lines.length === 0) return null;
  return (
    <section aria-label="Configuration as read">
      <Title order={2} mb="xs">
        Configuration as read
      </Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section aria-label="Fields" tabIndex={0} className={classes.fields}>
        <pre>{lines.join("\n")}</pre>
      </section>
    </section>
  );
}
