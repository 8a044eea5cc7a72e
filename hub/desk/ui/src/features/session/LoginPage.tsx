import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { Navigate, useLocation } from "react-router";
import { ApiError } from "../../api/client";
import { useSession, useSignIn } from "../../api/session";
import { useSetupNeeded } from "../../api/setup";
import { faultText } from "../../components/faults";
import { useT } from "../../i18n";
import { Door } from "./Door";

export function LoginPage() {
  const t = useT();
  const session = useSession();
  const signIn = useSignIn();
  const setup = useSetupNeeded();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const [codeShown, setCodeShown] = useState(false);
  const fault = signIn.error;
  const codeWanted = fault instanceof ApiError && fault.code === "code_needed";

  useEffect(() => {
    if (codeWanted) setCodeShown(true);
  }, [codeWanted]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    signIn.mutate({ login: text("login"), password: text("password"), code: text("code") || undefined });
  }

  if (session.data) return <Navigate to={from} replace />;
  return (
    <Door title={t("login.title", { app: t("app.name") })}>
      <form onSubmit={submit}>
        {setup.data?.needed && <Alert mb="sm">{t("login.setupNeeded")}</Alert>}
        {fault && (
          <Alert color={codeWanted ? "ink" : "red"} role="alert" mb="sm">
            {codeWanted ? t("login.codeWanted") : signInFault(fault, t)}
          </Alert>
        )}
        <TextInput name="login" label={t("login.user")} autoComplete="username" required withAsterisk={false} autoFocus mb="sm" />
        <PasswordInput
          name="password"
          label={t("login.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          mb="sm"
        />
        {codeShown && (
          <TextInput
            name="code"
            label={t("login.code")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            autoFocus
            mb="sm"
          />
        )}
        <Button type="submit" size="sm" fullWidth loading={signIn.isPending}>
          {t("login.submit")}
        </Button>
      </form>
    </Door>
  );
}

function signInFault(fault: Error, t: ReturnType<typeof useT>): string {
  const refused = fault instanceof ApiError && fault.status === 401;
  return refused ? t("login.refused") : faultText(fault, t);
}
