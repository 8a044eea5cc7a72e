import { Anchor, Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { Link } from "react-router";
import { useDirectory, useNames } from "../../api/directory";
import { type Recording, type RecordingSearch, useFoundRecordings } from "../../api/recordings";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { PageFrame } from "../../components/PageFrame";
import { useI18n, useT } from "../../i18n";
import { fullTime } from "../../lib/time";
import { PlayerProvider } from "./PlayerProvider";
import { RecordingPlayer } from "./RecordingPlayer";
import classes from "./Recordings.module.css";

const WAIT = 300;
const any: RecordingSearch = { number: "", agent: "", work_item: "", kind: "", since: "", until: "" };

/** All recordings, for those who may hear them: by number, agent, work item and day. */
export default function RecordingsPage() {
  const t = useT();
  const [search, setSearch] = useState(any);
  const [settled] = useDebouncedValue(search, WAIT);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useFoundRecordings(settled);
  const found = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PageFrame title={t("recordings.title")}>
      <Filters search={search} onChange={(change) => setSearch({ ...search, ...change })} />
      {error && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data && found.length === 0 && <Nothing>{t("recordings.nothing")}</Nothing>}
      <PlayerProvider>
        <ul className={classes.found}>
          {found.map((recording) => (
            <Found key={recording.id} recording={recording} />
          ))}
        </ul>
      </PlayerProvider>
      {hasNextPage && (
        <Button variant="subtle" mt="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("recordings.more")}
        </Button>
      )}
    </PageFrame>
  );
}

function Filters({ search, onChange }: { search: RecordingSearch; onChange: (change: Partial<RecordingSearch>) => void }) {
  const t = useT();
  const { data: directory } = useDirectory();
  const staff = (directory?.staff ?? []).map((one) => ({ value: one.id, label: one.name }));
  const kinds = (["call", "message"] as const).map((kind) => ({ value: kind, label: t(`recordings.kind.${kind}`) }));
  return (
    <search className={classes.filters}>
      <TextInput label={t("recordings.number")} placeholder="+44 20 7946 0123" value={search.number} onChange={(event) => onChange({ number: event.currentTarget.value })} />
      <NativeSelect label={t("recordings.agent")} value={search.agent} data={[{ value: "", label: t("recordings.anybody") }, ...staff]} onChange={(event) => onChange({ agent: event.currentTarget.value })} />
      <TextInput label={t("recordings.workItem")} value={search.work_item} onChange={(event) => onChange({ work_item: event.currentTarget.value.trim() })} />
      <NativeSelect label={t("recordings.kind")} value={search.kind} data={[{ value: "", label: t("recordings.any") }, ...kinds]} onChange={(event) => onChange({ kind: event.currentTarget.value })} />
      <TextInput type="date" label={t("recordings.since")} value={search.since} max={search.until || undefined} onChange={(event) => onChange({ since: event.currentTarget.value })} />
      <TextInput type="date" label={t("recordings.until")} value={search.until} min={search.since || undefined} onChange={(event) => onChange({ until: event.currentTarget.value })} />
    </search>
  );
}

function Found({ recording }: { recording: Recording }) {
  const { t, language } = useI18n();
  const names = useNames();
  return (
    <li data-testid="recording">
      <div className={classes.facts}>
        <b className="number">{recording.number || t("recordings.withheld")}</b>
        <span>{t(`recordings.kind.${recording.kind}`)}</span>
        <time dateTime={recording.started_at}>{fullTime(recording.started_at, language)}</time>
        {recording.agents.length > 0 && <span>{recording.agents.map((agent) => names.staff(agent)).join(", ")}</span>}
        {recording.queue && <span>{names.queue(recording.queue)}</span>}
        {recording.keep_until && <span>{t("recordings.keptUntil", { day: fullTime(recording.keep_until, language) })}</span>}
        <Anchor component={Link} to={`/inbox/all/${recording.conversation}`} size="sm">
          {t("recordings.conversation")}
        </Anchor>
      </div>
      <RecordingPlayer recording={recording} />
    </li>
  );
}
