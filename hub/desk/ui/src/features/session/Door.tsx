import { Center, Group, NativeSelect, Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { type Language, languages, useI18n } from "../../i18n";

/** The frame of the screens before the sign-in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { language, setLanguage, t } = useI18n();
  return (
    <Center component="main" mih="100dvh" p="md" bg="var(--sb-rail)">
      <Stack w="100%" maw={380}>
        <Paper withBorder p="xl" shadow="sm">
          <Group gap="sm" mb="lg" wrap="nowrap">
            <img src="/desk/favicon.svg" alt="" width={32} height={32} />
            <Title order={1} size="h2">
              {title}
            </Title>
          </Group>
          {children}
        </Paper>
        <NativeSelect
          size="xs"
          w={120}
          mx="auto"
          aria-label={t("language.label")}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      </Stack>
    </Center>
  );
}
