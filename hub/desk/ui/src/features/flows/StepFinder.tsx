import { Select, Text } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { FlowPicture } from "../../api/flows";
import { localized, useI18n } from "../../i18n";
import { kindText } from "./words";

interface Props {
  picture: FlowPicture;
  onFind: (step: string) => void;
}

/** Finds a step by its name, its kind or what it says. */
export function StepFinder({ picture, onFind }: Props) {
  const { t, language } = useI18n();
  const boxes = new Map(picture.boxes.map((box) => [box.name, box]));
  const about = (name: string) => {
    const box = boxes.get(name);
    return box ? [kindText(t, box.kind), localized(box.text ?? {}, language)].filter(Boolean).join(" · ") : "";
  };
  return (
    <Select
      size="xs"
      w={180}
      aria-label={t("flows.find")}
      placeholder={t("flows.find")}
      leftSection={<IconSearch size={13} aria-hidden="true" />}
      data={[...boxes.keys()]}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase();
        return options.filter((option) => "value" in option && `${option.value} ${about(String(option.value))}`.toLowerCase().includes(wanted));
      }}
      renderOption={({ option }) => (
        <span>
          <Text size="xs" fw={600} component="span" display="block">
            {option.value}
          </Text>
          <Text size="xs" c="inherit" component="span" display="block" truncate maw={240}>
            {about(String(option.value))}
          </Text>
        </span>
      )}
      comboboxProps={{ width: 280, position: "bottom-start" }}
      nothingFoundMessage={t("flows.notFound")}
      limit={50}
      searchable
      selectFirstOptionOnChange
      // Without it, a timer started at the opening unmarks the first match when it comes late, and Enter finds nothing.
      selectFirstOptionOnDropdownOpen
      value={null}
      onChange={(step) => step && onFind(step)}
      data-testid="flow-find"
    />
  );
}
