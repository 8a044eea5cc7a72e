import { ActionIcon, Alert, Anchor, Badge, Button, Checkbox, FileButton, Group, List, Stack, Table, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { exportUrl, type ImportFault, type ImportPreview, useImport, usePreviewImport } from "../../api/articleFiles";
import { faultText } from "../../components/faults";
import { WideTable } from "../../components/PageFrame";
import { isKey, useT } from "../../i18n";
import { plainText } from "../../lib/plain";
import classes from "./Knowledge.module.css";

/** Articles from files, looked at before anything is stored; and all of them as files. */
export function ImportArticles({ onBack }: { onBack?: () => void }) {
  const t = useT();
  const preview = usePreviewImport();
  const load = useImport();
  const read = (file: File | null) => {
    load.reset();
    if (file) preview.mutate(file);
  };
  return (
    <section className={classes.editor} aria-label={t("import.title")} data-testid="import">
      <header className={classes.bar}>
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <Title order={1} size="h2">
          {t("import.title")}
        </Title>
      </header>
      <div className={classes.form}>
        <Text size="sm">{t("import.text")}</Text>
        <Group gap="xs">
          <FileButton accept=".md,.markdown,.html,.htm,.csv,.jsonl,.docx,.pdf,.zip" onChange={read}>
            {(props) => (
              <Button {...props} leftSection={<IconUpload size={15} />} loading={preview.isPending} data-testid="import-file">
                {t("import.choose")}
              </Button>
            )}
          </FileButton>
          {(["markdown", "jsonl"] as const).map((format) => (
            <Button key={format} component="a" href={exportUrl(format)} download variant="default" leftSection={<IconDownload size={15} />}>
              {t(`export.${format}`)}
            </Button>
          ))}
        </Group>
        {preview.error && (
          <Alert color="red" role="alert">
            {faultText(preview.error, t)}
          </Alert>
        )}
        {load.data ? (
          <Alert color="green" role="status" data-testid="import-done">
            {t("import.done", { count: load.data.articles.length })}
            <Faults faults={load.data.faults} />
          </Alert>
        ) : (
          preview.data && <Preview key={preview.submittedAt} preview={preview.data} load={load} />
        )}
      </div>
    </section>
  );
}

function Preview({ preview: { entries, same, faults, notes }, load }: { preview: ImportPreview; load: ReturnType<typeof useImport> }) {
  const t = useT();
  // What is there already is left out until somebody wants it.
  const [chosen, setChosen] = useState(() => new Set(entries.map((_, place) => place).filter((place) => !same[place])));
  const toggle = (place: number) =>
    setChosen((old) => {
      const next = new Set(old);
      if (!next.delete(place)) next.add(place);
      return next;
    });
  return (
    <Stack gap="sm" data-testid="import-preview">
      {notes.map((note) => (
        <Alert key={note} color="blue">
          {t(`import.note.${note}` as "import.note.text_only")}
        </Alert>
      ))}
      {faults.length > 0 && (
        <Alert color="orange" title={t("import.faults", { count: faults.length })} data-testid="import-faults">
          <Faults faults={faults} />
        </Alert>
      )}
      {entries.length > 0 && (
        <>
          <WideTable label={t("import.title")}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("import.take")}</Table.Th>
                  <Table.Th>{t("article.title")}</Table.Th>
                  <Table.Th>{t("article.questions")}</Table.Th>
                  <Table.Th>{t("import.where")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map((entry, place) => (
                  <Table.Tr key={place} data-testid="import-entry">
                    <Table.Td data-label={t("import.take")}>
                      <Checkbox checked={chosen.has(place)} onChange={() => toggle(place)} aria-label={t("import.takeOne", { title: entry.title })} />
                    </Table.Td>
                    <Table.Th scope="row" fw={500} data-label={t("article.title")}>
                      {entry.title} <Badge color="gray">{entry.language}</Badge>
                      <Already same={same[place] ?? null} />
                      <Text size="xs" c="dimmed" lineClamp={2} fw={400}>
                        {plainText(entry.body)}
                      </Text>
                    </Table.Th>
                    <Table.Td data-label={t("article.questions")}>{(entry.questions ?? []).join(" · ")}</Table.Td>
                    <Table.Td data-label={t("import.where")}>{entry.where}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
          <Button w="fit-content" disabled={chosen.size === 0} loading={load.isPending} onClick={() => load.mutate(entries.filter((_, place) => chosen.has(place)))} data-testid="import-take">
            {t("import.make", { count: chosen.size })}
          </Button>
        </>
      )}
    </Stack>
  );
}

function Already({ same }: { same: ImportPreview["same"][number] }) {
  const t = useT();
  if (!same) return null;
  return (
    <Text size="xs" c="orange.8" fw={400} component="div">
      {t(same.exact ? "import.sameText" : "import.same")}{" "}
      {same.article ? (
        <Anchor component={Link} to={`/knowledge/${same.article}`} size="xs">
          {same.title}
        </Anchor>
      ) : (
        `${same.title} (${same.where})`
      )}
    </Text>
  );
}

function Faults({ faults }: { faults: ImportFault[] }) {
  const t = useT();
  const text = ({ code, vars }: ImportFault) => {
    const key = `import.fault.${code}`;
    return isKey(key) ? t(key, vars) : code;
  };
  return (
    <List size="sm">
      {faults.slice(0, 50).map((fault, place) => (
        <List.Item key={place}>
          {fault.where}: {text(fault)}
        </List.Item>
      ))}
    </List>
  );
}
