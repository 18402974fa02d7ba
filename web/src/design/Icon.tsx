const PATHS = {
  chat: "M4 5h16v11H9l-5 4z",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.200 3.200 0 0 1 0 6.200M17.500 14.200c2.300.6 3.700 2.500 4 5.300",
  guest: "M5 7h14v13H5zM10 7V4h4v3M12 14.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8.500 17.500h7",
  bot: "M5 9h14v10H5zM12 9V5M9 13v2M15 13v2",
  shared: "M4 6h16v10H4zM9 20h6M12 16v4M12 12.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5",
  shield: "M12 3l8 3v6c0 5-3.500 8-8 9.500C7.500 20 4 17 4 12V6z",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0 0v1.500a2.500 2.500 0 0 0 5 0V12a9 9 0 1 0-3.500 7.100",
  thread: "M4 5h16M4 10h10M9 15v2a3 3 0 0 0 3 3h8M17 17l3 3-3 3",
  plus: "M12 5v14M5 12h14",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 21 21",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  up: "M5 15l7-7 7 7",
  more: "M5.500 12a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM12.500 12a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM19.500 12a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0z",
  reply: "M10 7L4 12l6 5M4 12h10a6 6 0 0 1 6 6",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500c1 1.300 2.100 2 3.500 2s2.500-.7 3.500-2M9 9.500h.01M15 9.500h.01",
  send: "M4 12l16-8-6 17-3-7z",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  open: "M4 9h16M4 15h16M10 4L8 20M16 4l-2 16",
  unit: "M9 4h6v5H9zM3 15h6v5H3zM15 15h6v5h-6zM12 9v3M6 15v-3h12v3",
  barrier: "M3 8h18v6H3zM7 14v6M17 14v6M9 8l-4 6M15 8l-4 6M21 8l-4 6",
  desk: "M3 19h18M5 16a7 7 0 0 1 14 0zM12 9V6M9.500 6h5",
  move: "M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4",
  rule: "M4 6h16M7 12h10M10 18h4",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  mute: "M6 9v6h4l5 4V5l-5 4zM18 9.500l4 5M22 9.500l-4 5",
  broadcast: "M4 10v4h3l9 5V5l-9 5zM19 9v6M8 14l1.500 6h3L11 15.500",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15zM10 21h4",
  check: "M5 12.500l4.500 4.500L19 7",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  attach: "M19 11l-7.500 7.500a4.500 4.500 0 0 1-6.500-6.500L13 4a3 3 0 0 1 4.500 4.500L10 16a1.500 1.500 0 0 1-2-2l6.500-6.500",
  save: "M12 4v11M8 11l4 4 4-4M5 20h14",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  list: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
  bold: "M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  archive: "M4 5h16v4H4zM6 9v11h12V9M10 13h4",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  unread: "M4 6h16v12H4zM4 7l8 6 8-6",
  phone: "M6 3h4l1.500 5-2.500 2c1 2.300 2.700 4 5 5l2-2.500 5 1.500v4c0 1.500-1 2-2 2C11 20 4 13 4 5c0-1 .5-2 2-2z",
  place: "M12 21c4.500-5 7-8.500 7-11.500a7 7 0 1 0-14 0C5 12.500 7.500 16 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 17h.01",
  gauge: "M4 19a9 9 0 1 1 16 0M12 14l4-5M12 14.500a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1z",
  eye: "M2.500 12c2-4 5.500-6.500 9.500-6.500s7.500 2.500 9.500 6.500c-2 4-5.500 6.500-9.500 6.500S4.500 16 2.500 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  columns: "M4 5h16v14H4zM12 5v14",
  share: "M3 4h12v8H8l-3 3v-3H3zM10 15v2h6l3 3v-3h2V9h-3",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  note: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  quote: "M5 6v12M9 8h10M9 12h10M9 16h6",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign beside a text; alone it needs the button's `aria-label`. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size / 16 + "rem"} height={size / 16 + "rem"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
