import { Modal, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { useLocale, useWords } from "../design/words";
import { useSession, useUser } from "../rooms/identity/session";
import { useEquipment, useMachineName } from "../rooms/plant/names";
import { useAsk } from "../transport/hooks";
import { useSetLanguage } from "./language";
import { useStoppedRooms } from "../rooms/kernel/stopped";
import { placesFor } from "./routes";

const words = {
  placeholder: ["Go to a page, machine, order or lot – or ask", "Seite, Maschine, Auftrag oder Los – oder fragen"],
  page: ["Page", "Seite"],
  machine: ["Machine", "Maschine"],
  order: ["Order", "Auftrag"],
  lot: ["Trace lot or serial number", "Los oder Seriennummer verfolgen"],
  ask: ["Ask the plant", "Das Werk fragen"],
  command: ["Command", "Befehl"],
  theme: ["Switch light and dark", "Hell und dunkel wechseln"],
  language: ["Auf Deutsch anzeigen", "Show in English"],
  logout: ["Log out", "Abmelden"],
  gallery: ["Component gallery", "Bausteine der Oberfläche"],
} as const;

type Item = { key: string; title: string; kind: string; run: () => void };

type Props = { opened: boolean; onClose: () => void };

export function CommandMenu({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} padding={0} size="lg" yOffset="12vh" transitionProps={{ duration: 90 }}>
      {opened && <Commands onClose={onClose} />}
    </Modal>
  );
}

function Commands({ onClose }: { onClose: () => void }) {
  const say = useWords(words);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const items = useItems(text).slice(0, 12);
  const run = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, items.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") run(items[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="command">
      <input
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={items[at] ? `command-${at}` : undefined}
        aria-label={say("placeholder")}
        placeholder={say("placeholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={byKey}
      />
      <ul id="commands" role="listbox" aria-label={say("placeholder")}>
        {items.map((item, index) => (
          <li key={item.key} id={`command-${index}`} role="option" aria-selected={index === at} onMouseMove={() => setAt(index)} onClick={() => run(item)}>
            <span>{item.title}</span>
            <span className="kind">{item.kind}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useItems(text: string): Item[] {
  const say = useWords(words);
  const wanted = text.trim().toLowerCase();
  const [, go] = useLocation();
  const fixed = useFixedItems();
  const machines = useMachineItems();
  const { data: orders } = useAsk("execution.orders", {}, { enabled: wanted.length > 1 });
  return useMemo(() => {
    const found = [...fixed, ...machines].filter((item) => item.title.toLowerCase().includes(wanted));
    if (wanted.length < 2) return found;
    const ofOrders = (orders ?? [])
      .filter((order) => order.id.toLowerCase().includes(wanted))
      .map((order) => ({ key: `order-${order.id}`, title: order.id, kind: say("order"), run: () => go(`/orders/${encodeURIComponent(order.id)}`) }));
    const typed = text.trim();
    const lot = { key: "lot", title: typed, kind: say("lot"), run: () => go(`/trace/${encodeURIComponent(typed)}`) };
    const ask = { key: "ask", title: typed, kind: say("ask"), run: () => go(`/ask?q=${encodeURIComponent(typed)}`) };
    return [...found, ...ofOrders, ...(/\d/.test(typed) && !typed.includes(" ") ? [lot] : []), ask];
  }, [fixed, machines, orders, wanted, text, say, go]);
}

function useFixedItems(): Item[] {
  const say = useWords(words);
  const locale = useLocale();
  const user = useUser();
  const stopped = useStoppedRooms();
  const { logOut } = useSession();
  const setLanguage = useSetLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const [, go] = useLocation();
  const pages = placesFor(user.roles, stopped).map((place) => ({
    key: place.key, title: place.words[locale === "de" ? 1 : 0], kind: say("page"), run: () => go(place.path),
  }));
  const command = (key: "theme" | "language" | "logout" | "gallery", run: () => void) => ({
    key, title: say(key), kind: say("command"), run,
  });
  return [
    ...pages,
    command("theme", () => setColorScheme(scheme === "dark" ? "light" : "dark")),
    command("language", () => setLanguage(locale === "en" ? "de" : "en")),
    command("gallery", () => go("/gallery")),
    command("logout", () => void logOut()),
  ];
}

function useMachineItems(): Item[] {
  const say = useWords(words);
  const name = useMachineName();
  const { data } = useEquipment();
  const [, go] = useLocation();
  return (data ?? [])
    .filter((each) => each.kind === "unit")
    .map((each) => ({
      key: each.id, title: name(each.id), kind: say("machine"), run: () => go(`/assets/${each.id}`),
    }));
}
