import { Alert, Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import type { FormEvent } from "react";
import { Navigate } from "react-router";
import { ApiError } from "../api/client";
import { useSession, useSignIn } from "../api/session";
import { useT } from "../i18n";

export function LoginPage() {
  const t = useT();
  const session = useSession();
  const signIn = useSignIn();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ user: String(form.get("user")), password: String(form.get("password")) });
  }

  if (session.data) return <Navigate to="/" replace />;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={380}>
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h3">
              {t("login.title", { app: t("app.name") })}
            </Title>
            {signIn.error && (
              <Alert color="red" role="alert">
                {signIn.error instanceof ApiError && signIn.error.status === 401
                  ? t("login.refused")
                  : t("error.unknown", { detail: signIn.error.message })}
              </Alert>
            )}
            <TextInput name="user" label={t("login.user")} autoComplete="username" required withAsterisk={false} data-autofocus />
            <PasswordInput
              name="password"
              label={t("login.password")}
              autoComplete="current-password"
              required
              withAsterisk={false}
            />
            <Button type="submit" loading={signIn.isPending}>
              {t("login.submit")}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
