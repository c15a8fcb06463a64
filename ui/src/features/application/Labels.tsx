import classes from "./Labels.module.css";

/** The labels of an application, each as name:value. */
export function Labels({ labels }: { labels: Record<string, string> | null | undefined }) {
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) return null;
  return (
    <span className={classes.labels}>
      {entries.map(([name, value]) => (
        <span key={name} className={classes.label}>
          {name}:{value}
        </span>
      ))}
    </span>
  );
}
