/** A shared terminal as its own browser sees it, with those who may work there. */
export type TerminalView = {
  id: string;
  name: string;
  station: string;
  people: { login: string; name: string }[];
};
