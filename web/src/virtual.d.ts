declare module "virtual:emoji" {
  /** Character, Japanese name, search words, group of Unicode's list. */
  const rows: [emoji: string, label: string, words: string, group: number][];
  export default rows;
}
