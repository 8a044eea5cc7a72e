import { Textarea, TextInput } from "@mantine/core";
import type { Skill } from "../../api/types";
import { useT } from "../../i18n";
import { without } from "./parts";
import { type FormProps, RecordSection } from "./RecordSection";

type Draft = Omit<Skill, "id">;

export function SkillSection() {
  const t = useT();
  return (
    <RecordSection<"skills", Draft>
      kind="skills"
      title={t("admin.skills")}
      hint={t("skills.hint")}
      name={(skill) => skill.name}
      columns={[{ name: t("admin.description"), cell: (skill) => skill.description }]}
      blank={() => ({ name: "", description: "", rev: 0 })}
      draftOf={(skill) => without(skill, "id")}
      form={Form}
    />
  );
}

function Form({ draft, set, fault }: FormProps<"skills", Draft>) {
  const t = useT();
  return (
    <>
      <TextInput
        label={t("admin.name")}
        required
        data-autofocus
        value={draft.name}
        error={fault("name")}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t("admin.description")}
        autosize
        value={draft.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
    </>
  );
}
