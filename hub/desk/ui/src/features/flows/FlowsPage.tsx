import { Center, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconSitemap } from "@tabler/icons-react";
import { useNavigate, useParams } from "react-router";
import { useFlow, useStepKinds } from "../../api/flows";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { useT } from "../../i18n";
import { FlowEditor } from "./FlowEditor";
import { FlowList } from "./FlowList";
import classes from "./Flows.module.css";

const NARROW = "(max-width: 62em)";

/** Flows: the list, and the chosen one in its editor. */
export default function FlowsPage() {
  const t = useT();
  const { flow } = useParams<"flow">();
  const go = useNavigate();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  return (
    <div className={classes.page}>
      {!flow && <VisuallyHidden component="h1">{t("nav.flows")}</VisuallyHidden>}
      {!(narrow && flow) && <FlowList chosen={flow} />}
      {flow && <Existing key={flow} id={flow} onBack={narrow ? () => void go("/flows") : undefined} />}
      {!flow && !narrow && <NoneChosen />}
    </div>
  );
}

function Existing({ id, onBack }: { id: string; onBack?: () => void }) {
  const t = useT();
  const flow = useFlow(id);
  const kinds = useStepKinds();
  const error = flow.error ?? kinds.error;
  if (error) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!flow.data || !kinds.data) return <Busy />;
  return <FlowEditor flow={flow.data} kinds={kinds.data} onBack={onBack} />;
}

function NoneChosen() {
  const t = useT();
  return (
    <Center className="grow">
      <Stack align="center" gap="xs" c="dimmed" maw={460} ta="center">
        <IconSitemap size={40} stroke={1.2} aria-hidden="true" />
        <Text size="sm">{t("flows.choose")}</Text>
        <Text size="sm">{t("flows.how")}</Text>
      </Stack>
    </Center>
  );
}
