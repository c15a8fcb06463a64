import { Container, Stack, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";

/** Shown for an address that names no page. */
export function NotFound() {
  return (
    <Container py="xl" component="main">
      <Title order={1}>There is no such page</Title>
      <Empty title="The address names nothing in the console">
        The address may have a typo. <Link to="/">Go to the overview</Link>
      </Empty>
    </Container>
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
