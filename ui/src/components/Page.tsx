import { Group, Skeleton, Stack, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

/** The head and body of a page; the browser's title follows. */
export function Page({
  title,
  name,
  right,
  children,
}: {
  title: ReactNode;
  name: string;
  right?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${name} · Penstock`;
  }, [name]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="center" gap="sm">
        <Title order={1} className="breaks">
          {title}
        </Title>
        {right && <Group gap="xs">{right}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

/** The skeleton of a list while its first page is on the way. */
export function RowSkeletons({ rows = 8, height = 44 }: { rows?: number; height?: number }) {
  return (
    <Stack gap={8} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
