import { Alert, Button, PasswordInput, Stack, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useChangePassword } from "../../api/me";
import { useMe } from "../../api/session";
import { faultText, showDone } from "../../components/faults";
import { useT } from "../../i18n";

export function PasswordForm() {
  const t = useT();
  const me = useMe();
  const change = useChangePassword();
  const [differ, setDiffer] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? "");
    const wrong = text("new") !== text("again");
    setDiffer(wrong);
    if (wrong) return;
    const done = () => {
      form.reset();
      showDone(t("profile.passwordChanged"));
    };
    change.mutate({ old: text("old"), new: text("new") }, { onSuccess: done });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{t("profile.password")}</Title>
        {change.error && (
          <Alert color="red" role="alert">
            {faultText(change.error, t)}
          </Alert>
        )}
        <input type="text" name="username" autoComplete="username" defaultValue={me.login} hidden />
        <PasswordInput name="old" label={t("profile.oldPassword")} autoComplete="current-password" required />
        <PasswordInput name="new" label={t("profile.newPassword")} autoComplete="new-password" required />
        <PasswordInput name="again" label={t("setup.again")} autoComplete="new-password" required error={differ && t("setup.differ")} />
        <Button type="submit" w="fit-content" loading={change.isPending}>
          {t("profile.changePassword")}
        </Button>
      </Stack>
    </form>
  );
}
