import { openRoom } from "../support/talk.ts";
import { test } from "../support/test.ts";
import { townOf } from "../support/town.ts";
const town = townOf({ staff: 60 });
test("probe", async ({ open }) => {
  const p = await open(town, town.people.clerk);
  const q = await open(town, town.people.chief);
  for (const [n,x] of [["a",p],["b",q]] as const) x.on("websocket", w=> { console.log(n, Date.now()%100000, "ws"); w.on("close",()=>console.log(n, Date.now()%100000,"closed")); w.on("framereceived",f=>console.log(n,Date.now()%100000,String(f.payload).slice(0,80)))});
  await openRoom(p, "道路課");
  await openRoom(q, "道路課");
  await p.reload(); await q.reload();
  await new Promise(r=>setTimeout(r,2000));
  console.log(Date.now()%100000, "stop");
  await town.stop();
  console.log(Date.now()%100000, "stopped");
  await town.start();
  console.log(Date.now()%100000, "started");
  await new Promise(r=>setTimeout(r,12000));
});
