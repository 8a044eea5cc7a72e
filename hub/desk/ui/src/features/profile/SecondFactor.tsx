import { Alert, Badge, Button, Code, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type NewFactor, useSecondFactor } from "../../api/me";
import { useMe } from "../../api/session";
import { faultText, showDone } from "../../components/faults";
import { QrCode } from "../../components/QrCode";
import { useT } from "../../i18n";

/** Turn the second factor on and off. */
export function SecondFactor() {
  const t = useT();
  const me = useMe();
  const [factor, setFactor] = useState<NewFactor | null>(null);
  const { begin, confirm, remove } = useSecondFactor();
  const fault = begin.error ?? confirm.error ?? remove.error;
  return (
    <Stack component="section" gap="sm">
      <Group>
        <Title order={2}>{t("totp.title")}</Title>
        <Badge color={me.totp ? "green" : "gray"}>{me.totp ? t("totp.on") : t("totp.off")}</Badge>
      </Group>
      {fault && (
        <Alert color="red" role="alert">
          {faultText(fault, t)}
        </Alert>
      )}
      {me.totp && <Remove onRemove={(password) => remove.mutate(password)} busy={remove.isPending} />}
      {!me.totp && !factor && (
        <>
          <Text size="sm">{t("totp.text")}</Text>
          <Button variant="default" w="fit-content" loading={begin.isPending} onClick={() => begin.mutate(undefined, { onSuccess: setFactor })}>
            {t("totp.begin")}
          </Button>
        </>
      )}
      {!me.totp && factor && (
        <Confirm
          factor={factor}
          busy={confirm.isPending}
          onConfirm={(code) =>
            confirm.mutate(code, {
              onSuccess: () => {
                setFactor(null);
                showDone(t("totp.done"));
              },
            })
          }
        />
      )}
    </Stack>
  );
}

function Confirm({ factor, busy, onConfirm }: { factor: NewFactor; busy: boolean; onConfirm: (code: string) => void }) {
  const t = useT();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onConfirm(String(new FormData(event.currentTarget).get("code") ?? "").trim());
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t("totp.scan")}</Text>
        <QrCode text={factor.uri} label={t("totp.qr")} />
        <Text size="sm">
          {t("totp.byHand")} <Code>{factor.secret}</Code>
        </Text>
        <TextInput name="code" label={t("login.code")} inputMode="numeric" autoComplete="one-time-code" required maw={280} />
        <Button type="submit" w="fit-content" loading={busy}>
          {t("totp.confirm")}
        </Button>
      </Stack>
    </form>
  );
}

function Remove({ onRemove, busy }: { onRemove: (password: string) => void; busy: boolean }) {
  const t = useT();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onRemove(String(new FormData(event.currentTarget).get("password") ?? ""));
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <PasswordInput name="password" label={t("totp.password")} autoComplete="current-password" required w={240} />
        <Button type="submit" variant="default" size="sm" loading={busy}>
          {t("totp.remove")}
        </Button>
      </Group>
    </form>
  );
}
