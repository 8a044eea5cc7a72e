import { NativeSelect, SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import { hasRole, type Preference, useMe, usePreference, useSaveProfile } from "../../api/session";
import { PageFrame } from "../../components/PageFrame";
import { type Key, languages, useT } from "../../i18n";
import { soundOffer } from "../../lib/sound";
import { AudioSettings } from "../call/AudioSettings";
import { PasswordForm } from "./PasswordForm";
import { SecondFactor } from "./SecondFactor";

/** What people set for themselves. Everything but the password saves itself. */
export default function ProfilePage() {
  const t = useT();
  const me = useMe();
  return (
    <PageFrame title={t("nav.profile")}>
      <Stack maw={520} gap="xl">
        <Person />
        <Wishes />
        {hasRole(me, "agent") && <TelephoneWishes />}
        <PasswordForm />
        <SecondFactor />
      </Stack>
    </PageFrame>
  );
}

function Person() {
  const t = useT();
  const me = useMe();
  const save = useSaveProfile();
  return (
    <Stack component="section" gap="sm">
      <TextInput
        key={me.name}
        label={t("profile.name")}
        description={t("profile.nameHint")}
        defaultValue={me.name}
        onBlur={(event) => {
          const name = event.currentTarget.value.trim();
          if (name && name !== me.name) save.mutate({ name });
        }}
      />
      <NativeSelect
        size="sm"
        label={t("language.label")}
        value={me.language}
        onChange={(event) => save.mutate({ language: event.currentTarget.value })}
        data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
      />
    </Stack>
  );
}

function Wishes() {
  const t = useT();
  const [theme, setTheme] = usePreference("theme");
  const [send, setSend] = usePreference("send");
  return (
    <Stack component="section" gap="md">
      <div>
        <Text size="sm" fw={600} mb={4} id="theme-label">
          {t("profile.theme")}
        </Text>
        <SegmentedControl
          aria-labelledby="theme-label"
          value={theme}
          onChange={setTheme}
          data={(["auto", "light", "dark"] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
      </div>
      <div>
        <Text size="sm" fw={600} mb={4} id="send-label">
          {t("profile.send")}
        </Text>
        <SegmentedControl
          aria-labelledby="send-label"
          value={send}
          onChange={setSend}
          data={(["ctrl", "enter"] as const).map((value) => ({ value, label: t(`send.${value}`) }))}
        />
      </div>
      <Toggle name="sounds" label="profile.sounds" onTurnedOn={soundOffer} />
      <Toggle name="keys" label="profile.keys" hint="profile.keysHint" />
    </Stack>
  );
}

/** Where calls come to: this browser with its devices, or a telephone of one's own. */
function TelephoneWishes() {
  const t = useT();
  const me = useMe();
  const save = useSaveProfile();
  return (
    <Stack component="section" gap="md" aria-label={t("profile.phone")}>
      <Text size="sm" fw={600}>
        {t("profile.phone")}
      </Text>
      <Switch
        label={t("profile.onPhone")}
        description={me.phone ? t("profile.onPhoneHint", { number: me.phone }) : t("profile.noPhone")}
        disabled={!me.phone}
        checked={me.on_phone}
        onChange={(event) => save.mutate({ on_phone: event.currentTarget.checked })}
        data-testid="own-phone"
      />
      <AudioSettings />
    </Stack>
  );
}

interface ToggleProps {
  name: Preference;
  label: Key;
  hint?: Key;
  onTurnedOn?: () => void;
}

function Toggle({ name, label, hint, onTurnedOn }: ToggleProps) {
  const t = useT();
  const [value, set] = usePreference(name);
  return (
    <Switch
      label={t(label)}
      description={hint && t(hint)}
      checked={value === "on"}
      onChange={(event) => {
        const on = event.currentTarget.checked;
        set(on ? "on" : "off");
        if (on) onTurnedOn?.();
      }}
      data-testid={`wish-${name}`}
    />
  );
}

