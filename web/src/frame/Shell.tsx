import { ActionIcon, Menu, Modal, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronDown, IconLogout, IconSearch, IconUserCog } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { Loading } from "../design/Asked";
import { useFormat } from "../design/format";
import { useLocale, useWords, type Words } from "../design/words";
import { accountWords } from "../rooms/identity/accountWords";
import { useSession, useUser } from "../rooms/identity/session";
import { roleWords } from "../rooms/identity/words";
import { useAsk } from "../transport/hooks";
import { CommandMenu } from "./CommandMenu";
import { ConnectionMark, PlantClock, UnsentMark } from "./marks";
import { useStoppedRooms } from "../rooms/kernel/stopped";
import { homeOf, PLACES, type Place, placesFor } from "./routes";
import { Boundary } from "./Boundary";
import { LanguageSwitch, SchemeSwitch } from "./switches";
import { Gallery, Guide } from "./extraRoutes";
import "./frame.css";

const Account = lazy(() => import("../rooms/identity/Account"));

const words = {
  run: ["Run", "Betrieb"],
  improve: ["Improve", "Verbessern"],
  decide: ["Decide", "Entscheiden"],
  setup: ["Set up", "Einrichten"],
  search: ["Search or command", "Suchen oder Befehl"],
  skip: ["Skip to the page", "Zum Inhalt springen"],
  nav: ["Main navigation", "Hauptnavigation"],
  logout: ["Log out", "Abmelden"],
  awaiting: ["{count} await a decision", "{count} warten auf Entscheidung"],
  lost: ["No page at this address.", "Unter dieser Adresse gibt es keine Seite."],
} as const satisfies Words;

export function Shell() {
  const say = useWords(words);
  const user = useUser();
  const [searching, setSearching] = useState(false);
  useHotkeys([["mod+K", () => setSearching(true)]], []);
  return (
    <div className="shell">
      <a className="skip" href="#page">{say("skip")}</a>
      <Rail />
      <div className="shell-main">
        <header className="topbar">
          <UnstyledButton className="search-box" onClick={() => setSearching(true)} aria-keyshortcuts="Control+K">
            <IconSearch size={15} aria-hidden />
            <span className="grow">{say("search")}</span>
            <kbd>Ctrl K</kbd>
          </UnstyledButton>
          <div className="topbar-marks">
            <PlantClock />
            <UnsentMark />
            <ConnectionMark />
            <LanguageSwitch />
            <SchemeSwitch />
            <UserMenu />
          </div>
        </header>
        <main id="page" className="page" tabIndex={-1}>
          <Boundary>
            <Suspense fallback={<Loading lines={6} />}>
              <Switch>
                {PLACES.map((place) => (
                  <Route key={place.key} path={place.path} component={place.screen} />
                ))}
                {PLACES.map((place) => (
                  <Route key={`${place.key}+`} path={`${place.path}/*`} component={place.screen} />
                ))}
                <Route path="/guide/:workOrder" component={Guide} />
                <Route path="/gallery" component={Gallery} />
                <Route path="/">
                  <Redirect to={homeOf(user.roles)} replace />
                </Route>
                <Route>
                  <div className="message"><strong>{say("lost")}</strong></div>
                </Route>
              </Switch>
            </Suspense>
          </Boundary>
        </main>
      </div>
      <CommandMenu opened={searching} onClose={() => setSearching(false)} />
    </div>
  );
}

function Rail() {
  const say = useWords(words);
  const user = useUser();
  const places = placesFor(user.roles, useStoppedRooms());
  const groups = ["run", "improve", "decide", "setup"] as const;
  return (
    <nav className="rail" aria-label={say("nav")}>
      <Link href={homeOf(user.roles)} className="rail-brand" aria-label="Lineside">
        <img src="/icon.svg" alt="" width="26" height="26" />
        <span>Lineside</span>
      </Link>
      {groups.map((group) => {
        const inside = places.filter((place) => place.group === group);
        return inside.length === 0 ? null : (
          <div key={group} className="rail-group">
            <span className="rail-title">{say(group)}</span>
            {inside.map((place) => (
              <RailLink key={place.key} place={place} />
            ))}
          </div>
        );
      })}
    </nav>
  );
}

function RailLink({ place }: { place: Place }) {
  const locale = useLocale();
  const [path] = useLocation();
  const here = path === place.path || path.startsWith(`${place.path}/`);
  const name = place.words[locale === "de" ? 1 : 0];
  const Icon = place.icon;
  return (
    <Link href={place.path} className={here ? "rail-link here" : "rail-link"} aria-current={here ? "page" : undefined} title={name}>
      <Icon size={18} stroke={1.6} />
      <span>{name}</span>
      {place.key === "inbox" && <InboxBadge />}
    </Link>
  );
}

function InboxBadge() {
  const say = useWords(words);
  const { data } = useAsk("guidance.open_count", {}, { every: 60_000 });
  if (!data) return null;
  return <b className="badge" aria-label={say("awaiting", { count: data })}>{data}</b>;
}

function UserMenu() {
  const say = useWords(words);
  const sayRole = useWords<Words>(roleWords);
  const user = useUser();
  const sayAccount = useWords(accountWords);
  const { logOut } = useSession();
  const [opened, setOpened] = useState(false);
  const format = useFormat();
  return (
    <>
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className="user-button">
          <span className="who">
            <strong>{user.name}</strong>
            <small>{user.roles.map((role) => sayRole(role)).join(", ")}</small>
          </span>
          <ActionIcon component="span" variant="transparent" color="gray" size="sm" aria-hidden>
            <IconChevronDown size={14} />
          </ActionIcon>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.login} · {format.zone}</Menu.Label>
        <Menu.Item leftSection={<IconUserCog size={16} />} onClick={() => setOpened(true)}>
          {sayAccount("account")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void logOut()}>
          {say("logout")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
    <Modal opened={opened} onClose={() => setOpened(false)} title={sayAccount("account")}>
      <Suspense fallback={<Loading lines={6} />}><Account /></Suspense>
    </Modal>
    </>
  );
}
