import { Alert, Button, FileButton, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { fetchSetup, useImportSetup } from "../../api/settings";
import { faultText, showFault } from "../../components/faults";
import { PageFrame } from "../../components/PageFrame";
import { useT } from "../../i18n";

/** The whole set-up as a file, out and in. */
export function FileSection() {
  const t = useT();
  const load = useImportSetup();

  async function save() {
    try {
      download("switchboard-setup.json", JSON.stringify(await fetchSetup(), null, 2));
    } catch (fault) {
      showFault(faultText(fault as Error, t));
    }
  }
  async function read(file: File | null) {
    if (!file) return;
    try {
      load.mutate(JSON.parse(await file.text()));
    } catch {
      showFault(t("file.notJson", { name: file.name }));
    }
  }

  return (
    <PageFrame title={t("admin.file")}>
      <Stack maw={640} gap="xl">
        <section>
          <Title order={2} mb={4}>
            {t("file.export")}
          </Title>
          <Text size="sm" mb="sm">
            {t("file.exportText")}
          </Text>
          <Button leftSection={<IconDownload size={15} />} onClick={() => void save()}>
            {t("file.export")}
          </Button>
        </section>
        <section>
          <Title order={2} mb={4}>
            {t("file.import")}
          </Title>
          <Text size="sm" mb="sm">
            {t("file.importText")}
          </Text>
          <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={15} />} loading={load.isPending}>
                {t("file.choose")}
              </Button>
            )}
          </FileButton>
          <Group mt="sm">
            {load.error && (
              <Alert color="red" role="alert">
                {faultText(load.error, t)}
              </Alert>
            )}
            {load.data && (
              <Alert color="green" role="status">
                {t("file.done", { created: load.data.created, changed: load.data.changed, unchanged: load.data.unchanged })}
              </Alert>
            )}
          </Group>
        </section>
      </Stack>
    </PageFrame>
  );
}

function download(name: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
