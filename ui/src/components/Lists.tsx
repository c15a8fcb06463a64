import { Button, Group } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";

/** The bar that announces new rows instead of moving those on screen. */
export function Fresh({ count, accept }: { count: number; accept: () => void }) {
  if (count === 0) return null;
  return (
    <div role="status">
      <Button variant="light" size="xs" fullWidth onClick={accept}>
        {count} new
      </Button>
    </div>
  );
}

/** Fetches the next page of a list, when there is one. */
export function More({
  query,
}: {
  query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
}) {
  if (!query.hasNextPage) return null;
  return (
    <Group justify="center">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show more
      </Button>
    </Group>
  );
}
