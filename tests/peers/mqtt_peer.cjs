// A machine that is not ours: it publishes JSON by MQTT.js.
//
//     node mqtt_peer.cjs PORT TOPIC
//
// It prints "ready" when it is connected; each line on standard input is published as it stands,
// and "sent" is printed once the broker has acknowledged it.
"use strict";
const readline = require("node:readline");
const mqtt = require("mqtt");

const [port, topic] = process.argv.slice(2);
const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: "peer-machine", reconnectPeriod: 200 });
client.once("connect", () => process.stdout.write("ready\n"));
client.on("error", () => {});
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  client.publish(topic, line, { qos: 1 }, () => process.stdout.write("sent\n"));
});
