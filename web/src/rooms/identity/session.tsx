import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { UserView } from "../../client/catalogue";
import type { TerminalView } from "./terminal";
import { ask, get, isLoggedOut, post, whenLoggedOut } from "../../transport/http";
import { outbox } from "../../transport/outbox";

type Session = {
  user: UserView | null;
  /** The first question has not been answered yet. */
  pending: boolean;
  /** The shared terminal that this browser is, if it is one. */
  terminal: TerminalView | null;
  logIn: (login: string, password: string, code?: string) => Promise<void>;
  logInByPin: (who: string, pin: string) => Promise<void>;
  /** Make this browser a terminal of a station. */
  enrol: (name: string, station: string) => Promise<void>;
  logOut: () => Promise<void>;
  renew: () => Promise<void>;
};

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("outside of a session");
  return session;
}

export function useUser(): UserView {
  const { user } = useSession();
  if (!user) throw new Error("nobody is logged in");
  return user;
}

const REMEMBERED = "lineside-user";

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [user, setUser] = useState<UserView | null>(null);
  const [terminal, setTerminal] = useState<TerminalView | null>(null);
  const [pending, setPending] = useState(true);
  const enter = (found: UserView | null) => {
    setUser(found);
    if (found) {
      sessionStorage.setItem(REMEMBERED, JSON.stringify(found));
      void outbox.start(found.id);
    } else {
      sessionStorage.removeItem(REMEMBERED);
    }
  };
  const renew = async () => {
    try {
      enter(await ask("identity.me", {}));
    } catch (error) {
      // While the server is away the page goes on for the person who was there before.
      enter(isLoggedOut(error) ? null : remembered());
    } finally {
      setPending(false);
    }
  };
  const findTerminal = async () => setTerminal(await get<TerminalView | null>("terminal").catch(() => null));
  useEffect(() => void Promise.all([findTerminal(), renew()]), []);
  useEffect(() => whenLoggedOut(() => enter(null)), []);
  const logIn = async (login: string, password: string, code = "") => {
    enter(await post<UserView>("login", { login, password, code }));
    client.clear();
  };
  const logInByPin = async (who: string, pin: string) => {
    enter(await post<UserView>("terminal/login", { who, pin }));
    client.clear();
  };
  const enrol = async (name: string, station: string) => {
    await post("terminal/enrol", { name, station });
    await findTerminal();
  };
  const logOut = async () => {
    await post("logout", {}).catch(() => undefined);
    client.clear();
    // Who may work here may have changed since the page was opened.
    if (terminal) await findTerminal();
    enter(null);
  };
  const session = { user, pending, terminal, logIn, logInByPin, enrol, logOut, renew };
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

function remembered(): UserView | null {
  const kept = sessionStorage.getItem(REMEMBERED);
  return kept ? (JSON.parse(kept) as UserView) : null;
}
