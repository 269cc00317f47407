// A Sparkplug B edge node that is not ours (Eclipse Tahu's JavaScript client): node `edge` of the
// group `cell` with the device GR-05, which has a state and a temperature and takes a set-point.
//
//     node sparkplug_peer.cjs PORT
//
// It prints "ready" after its birth, and "command NAME VALUE" for each command; each line on
// standard input, NAME VALUE, is sent as data.
"use strict";
const readline = require("node:readline");
const sparkplug = require("sparkplug-client");

const DEVICE = "GR-05";
const types = { state: "Int32", temperature_c: "Double", feed_setpoint_mm_min: "Double" };
const values = { state: 1, temperature_c: 20.5, feed_setpoint_mm_min: 620 };

const client = sparkplug.newClient({
  serverUrl: `mqtt://127.0.0.1:${process.argv[2]}`,
  username: "",
  password: "",
  groupId: "cell",
  edgeNode: "edge",
  clientId: "peer-edge",
  version: "spBv1.0",
  keepalive: 5,
  publishDeath: true,
});

const metrics = (names) =>
  names.map((name) => ({ name, type: types[name], value: values[name], timestamp: Date.now() }));
let told = false;

client.on("birth", () => {
  client.publishNodeBirth({
    timestamp: Date.now(),
    metrics: [{ name: "Node Control/Rebirth", type: "Boolean", value: false }],
  });
  client.publishDeviceBirth(DEVICE, { timestamp: Date.now(), metrics: metrics(Object.keys(types)) });
  if (!told) process.stdout.write("ready\n");
  told = true;
});

client.on("ncmd", (payload) => {
  const rebirth = payload.metrics.some((each) => each.name === "Node Control/Rebirth" && each.value);
  if (rebirth) client.emit("birth");
});

client.on("dcmd", (device, payload) => {
  for (const { name, value } of payload.metrics) process.stdout.write(`command ${name} ${value}\n`);
});

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [name, value] = line.split(" ");
  values[name] = Number(value);
  client.publishDeviceData(DEVICE, { timestamp: Date.now(), metrics: metrics([name]) });
});
lines.on("close", () => client.stop());
