import { ActionIcon, Alert, AppShell, Center, Group, Loader, NativeSelect, Text, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { Navigate, Outlet } from "react-router";
import { useSession, useSignOut } from "../api/session";
import { type Language, languages, useI18n } from "../i18n";

/** The frame around every screen: header, controls of the person signed in, and the screen itself. */
export function Shell() {
  const { t } = useI18n();
  const session = useSession();

  if (session.isPending)
    return (
      <Center mih="100dvh">
        <Loader aria-label={t("app.name")} />
      </Center>
    );
  if (session.isError)
    return (
      <Alert color="red" role="alert" m="md">
        {t("error.offline")}
      </Alert>
    );
  if (!session.data) return <Navigate to="/login" replace />;
  return (
    <AppShell header={{ height: 52 }} padding="md">
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between">
          <Text fw={700}>{t("app.name")}</Text>
          <Group gap="xs">
            <Text size="sm">{session.data.name}</Text>
            <LanguageSelect />
            <SchemeToggle />
            <SignOut />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function LanguageSelect() {
  const { language, setLanguage, t } = useI18n();
  return (
    <NativeSelect
      size="xs"
      aria-label={t("language.label")}
      value={language}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
      data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
    />
  );
}

function SchemeToggle() {
  const { t } = useI18n();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <ActionIcon variant="default" aria-label={t("scheme.toggle")} onClick={() => setColorScheme(dark ? "light" : "dark")}>
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

function SignOut() {
  const { t } = useI18n();
  const signOut = useSignOut();
  return (
    <ActionIcon variant="default" aria-label={t("session.signOut")} onClick={() => signOut.mutate()}>
      <IconLogout size={18} />
    </ActionIcon>
  );
}
