import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { send } from "../../api/client";
import { explain, Problem } from "../../api/problem";
import { sessionQuery } from "../../api/queries";
import type { Session } from "../../api/types";
import { Logo } from "../shell/Logo";

/** Only paths of this console are followed after signing in. */
export function within(from: string | undefined): string {
  return from && /^\/(?![/\\])/.test(from) && !from.startsWith("/sign-in") ? from : "/";
}

export function SignInPage() {
  const { from } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const client = useQueryClient();
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  useEffect(() => {
    document.title = "Sign in · Penstock";
  }, []);
  const signIn = useMutation({
    mutationFn: () => send<Session>("POST", "/session", { user, password }),
    meta: { signIn: true },
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.push(within(from));
    },
  });

  return (
    <Stack component="main" align="center" justify="center" mih="100dvh" p="md">
      <Paper withBorder p="xl" radius="md" w="100%" maw={380} className="raised">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate();
          }}
        >
          <Stack>
            <Logo size={30} />
            <Title order={1}>Sign in to Penstock</Title>
            <TextInput
              label="User"
              name="user"
              autoComplete="username"
              autoFocus
              required
              value={user}
              onChange={(event) => setUser(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {signIn.error && <Refused error={signIn.error} />}
            <Button type="submit" loading={signIn.isPending} fullWidth>
              Sign in
            </Button>
            <Text size="sm" c="dimmed">
              On the machine that runs <code>./penstock up</code>, <code>./penstock env</code> prints the user and the
              password.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Stack>
  );
}

function Refused({ error }: { error: unknown }) {
  const wrong = error instanceof Problem && error.status === 401;
  const said = explain(error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={wrong ? "User or password is wrong" : said.happened}
      className="alert"
    >
      {wrong ? "Check both; capital letters count." : `${said.means} ${said.act}`}
    </Alert>
  );
}
