import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { useSetup } from "../../api/setup";
import { faultText } from "../../components/faults";
import { useT } from "../../i18n";
import { Door } from "./Door";

/** Makes the first administrator; the link with its token is in the server's output. */
export function SetupPage() {
  const t = useT();
  const [search] = useSearchParams();
  const token = search.get("token") ?? "";
  const setup = useSetup();
  const [differ, setDiffer] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const wrong = text("password") !== text("again");
    setDiffer(wrong);
    if (!wrong) setup.mutate({ token, login: text("login"), name: text("name"), password: text("password") });
  }

  if (setup.isSuccess) return <Navigate to="/admin/staff" replace />;
  if (!token)
    return (
      <Door title={t("setup.title")}>
        <Alert color="orange">{t("setup.noToken")}</Alert>
      </Door>
    );
  return (
    <Door title={t("setup.title")}>
      <form onSubmit={submit}>
        {setup.error && (
          <Alert color="red" role="alert" mb="sm">
            {faultText(setup.error, t)}
          </Alert>
        )}
        <TextInput name="name" label={t("setup.name")} autoComplete="name" required mb="sm" />
        <TextInput name="login" label={t("login.user")} autoComplete="username" required mb="sm" />
        <PasswordInput name="password" label={t("login.password")} autoComplete="new-password" required minLength={8} mb="sm" />
        <PasswordInput
          name="again"
          label={t("setup.again")}
          autoComplete="new-password"
          required
          error={differ && t("setup.differ")}
          mb="md"
        />
        <Button type="submit" size="sm" fullWidth loading={setup.isPending}>
          {t("setup.submit")}
        </Button>
      </form>
    </Door>
  );
}
