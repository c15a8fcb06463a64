import { Container, Stack } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Failure } from "../../components/Failure";
import { Page } from "../../components/Page";

/** Shown for an address that names no page. */
export function NotFound() {
  return (
    <Page title="There is no such page" name="There is no such page">
      <p>
        <Link to="/">Go to the overview</Link>
      </p>
    </Page>
  );
}

/** Shown when a page could not be prepared, above all while the control plane is away. */
export function Unexpected({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Container py="xl" component="main">
      <Stack>
        <Failure error={error} retry={() => void router.invalidate()} />
      </Stack>
    </Container>
  );
}
