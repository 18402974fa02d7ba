import { describe, expect, it } from "vitest";
import { after, calledIn, holderOf, moved, offered, pathOf, tabOf } from "./model.ts";

const NOW = Date.parse("2026-04-02T01:00:00Z");
const open = { asker_id: "asker", answerer_id: null, answered_at: null, claimer_id: null, claimed_until: null };
const claimed = { ...open, claimer_id: "clerk", claimed_until: "2026-04-03T15:00:00Z" };
const clerk = { answers: true, owns: false, may_ask: true };

describe("what is offered of a question", () => {
  it("lets anybody of the staff claim what nobody holds, and a guest nothing", () => {
    expect(offered(open, clerk, "clerk", NOW)).toEqual(["claim", "answer"]);
    expect(offered(open, { answers: false, owns: false, may_ask: true }, "asker", NOW)).toEqual([]);
  });

  it("leaves what is claimed to who holds it, until that lapses", () => {
    expect(offered(claimed, clerk, "clerk", NOW)).toEqual(["answer", "let_go"]);
    expect(offered(claimed, clerk, "other", NOW)).toEqual([]);
    expect(offered(claimed, { ...clerk, owns: true }, "owner", NOW)).toEqual(["let_go"]);
    const later = Date.parse("2026-04-03T15:00:00Z");
    expect(holderOf(claimed, later)).toBeNull();
    expect(offered(claimed, clerk, "other", later)).toEqual(["claim", "answer"]);
  });

  it("lets who asked say that an answer is none", () => {
    const answered = { ...claimed, answered_at: "2026-04-02T02:00:00Z", answerer_id: "clerk" };
    expect(offered(answered, { answers: false, owns: false, may_ask: true }, "asker", NOW)).toEqual(["reopen"]);
    expect(offered(answered, clerk, "other", NOW)).toEqual([]);
  });
});

describe("the order of entries", () => {
  it("goes up and down by one and not over the ends", () => {
    const order = ["a", "b", "c"];
    expect(after(order, "b", -1)).toBeNull();
    expect(after(order, "c", -1)).toBe("a");
    expect(after(order, "a", 1)).toBe("b");
    expect(after(order, "a", -1)).toBeUndefined();
    expect(after(order, "c", 1)).toBeUndefined();
  });
});

describe("entries that were moved", () => {
  it("stand behind the other one, and before all without one", () => {
    const entries = ["a", "b", "c"].map((id) => ({ id }));
    const order = (id: string, behind: string | null) => moved(entries, id, behind).map((one) => one.id);
    expect(order("c", null)).toEqual(["c", "a", "b"]);
    expect(order("a", "b")).toEqual(["b", "a", "c"]);
  });
});

describe("what a question calls", () => {
  it("is found where it is a person, and nowhere else", () => {
    expect(calledIn("<@0123456789abc>さん、<@u:0123456789abd>へ <!everyone>")).toEqual(["0123456789abc"]);
  });
});

describe("the address of a list", () => {
  it("leads to it, and to what waits when it says nothing that is known", () => {
    expect(pathOf("r", "open")).toBe("/rooms/r/questions");
    expect(pathOf("r", "faq")).toBe("/rooms/r/questions?tab=faq");
    expect([tabOf("private"), tabOf("another"), tabOf(null)]).toEqual(["private", "open", "open"]);
  });
});
