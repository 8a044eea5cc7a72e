import { Menu, UnstyledButton, useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { IconKeyboard, IconLanguage, IconLogout, IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { useSaveProfile, usePreference, useSignOut } from "../api/session";
import type { Me } from "../api/types";
import { Initials } from "../components/marks";
import { languages, useI18n } from "../i18n";
import { openShortcuts } from "./ShortcutsHelp";

export function UserMenu({ me }: { me: Me }) {
  const { t, language } = useI18n();
  const go = useNavigate();
  const signOut = useSignOut();
  const save = useSaveProfile();
  const [, setTheme] = usePreference("theme");
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton data-testid="user-menu">
          <VisuallyHidden>{t("user.menu", { name: me.name })}</VisuallyHidden>
          <Initials name={me.name} size={30} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => go("/profile")}>
          {t("nav.profile")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openShortcuts}>
          {t("shortcuts.title")}
        </Menu.Item>
        <Menu.Item
          leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />}
          onClick={() => setTheme(dark ? "light" : "dark")}
        >
          {dark ? t("theme.toLight") : t("theme.toDark")}
        </Menu.Item>
        {languages
          .filter((each) => each !== language)
          .map((each) => (
            <Menu.Item
              key={each}
              lang={each === "zh" ? "zh-Hans" : each}
              leftSection={<IconLanguage size={16} />}
              onClick={() => save.mutate({ language: each })}
            >
              {t(`language.${each}`)}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()} data-testid="sign-out">
          {t("session.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
