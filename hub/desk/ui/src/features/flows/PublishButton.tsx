import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ApiError } from "../../api/client";
import { type Flow, usePublishFlow } from "../../api/flows";
import { faultText, showDone } from "../../components/faults";
import { useT } from "../../i18n";
import { useMayPublish } from "../knowledge/useMayEdit";

/** Publishing asks once more, and says which tests break; these alone may be overruled. */
export function PublishButton({ flow, changed, errors }: { flow: Flow; changed: boolean; errors: number }) {
  const t = useT();
  const mayPublish = useMayPublish();
  const publish = usePublishFlow(flow.id);
  const [asking, setAsking] = useState(false);
  const isLive = flow.state === "published" && flow.published === flow.revision;
  const testsBreak = publish.error instanceof ApiError && publish.error.problem.field === "tests";
  const why = isLive ? t("flows.isLive") : errors > 0 ? t("flows.mendToPublish") : changed ? t("flows.saveFirst") : undefined;
  if (!mayPublish) return null;

  function close() {
    publish.reset();
    setAsking(false);
  }

  function done() {
    showDone(t("flows.publishedDone", { number: flow.revision }));
    close();
  }

  return (
    <>
      <Button size="xs" disabled={changed || errors > 0 || isLive} onClick={() => setAsking(true)} title={why} data-testid="flow-publish">
        {t("flows.publish")}
      </Button>
      <Modal opened={asking} onClose={close} title={t("flows.publish")}>
        <Stack gap="sm">
          <Text size="sm">{t("flows.publishHint", { number: flow.revision })}</Text>
          {publish.error && <Alert color="red">{testsBreak ? t("flows.testsFail") : faultText(publish.error, t)}</Alert>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("flows.cancel")}
            </Button>
            <Button
              color={testsBreak ? "red" : undefined}
              loading={publish.isPending}
              onClick={() => publish.mutate({ revision: flow.revision, even_if_broken: testsBreak }, { onSuccess: done })}
              data-testid="flow-publish-now"
            >
              {t(testsBreak ? "flows.publishAnyway" : "flows.publish")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
