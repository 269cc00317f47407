// An OPC UA server that is not ours (node-opcua): a machine with a state, a temperature, a set-point.
//
//     node opcua_peer.cjs PORT FOLDER [NAMESPACE...]
//
// Only Basic256Sha256, signed and encrypted, is offered. The namespaces named come before the
// press's own. It prints "ready"; each line on standard input, NAME VALUE, sets a variable.
"use strict";
const path = require("node:path");
const readline = require("node:readline");
const opcua = require("node-opcua");

const [port, folder, ...namespaces] = process.argv.slice(2);
const PRESS = "urn:peer:press";
const values = { State: 1, Temperature: 20, FeedSetpoint: 620 };

function number(name, dataType) {
  return {
    browseName: name,
    dataType,
    minimumSamplingInterval: 50,
    nodeId: `s=${name}`,
  };
}

async function serve() {
  const trust = new opcua.OPCUACertificateManager({
    rootFolder: path.join(folder, "pki"),
    automaticallyAcceptUnknownCertificate: true,
  });
  await trust.initialize();
  const server = new opcua.OPCUAServer({
    port: Number(port),
    hostname: "127.0.0.1",
    resourcePath: "/peer",
    serverCertificateManager: trust,
    securityPolicies: [opcua.SecurityPolicy.Basic256Sha256],
    securityModes: [opcua.MessageSecurityMode.SignAndEncrypt],
    buildInfo: { productName: "Peer press" },
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  for (const name of namespaces) space.registerNamespace(name);
  const own = space.registerNamespace(PRESS);
  const press = own.addObject({ browseName: "Press", organizedBy: space.rootFolder.objects });
  const variables = {
    State: own.addVariable({ componentOf: press, ...number("State", "Int32") }),
    Temperature: own.addVariable({ componentOf: press, ...number("Temperature", "Double") }),
    FeedSetpoint: own.addVariable({ componentOf: press, ...number("FeedSetpoint", "Double") }),
  };
  const types = { State: opcua.DataType.Int32 };
  const put = (name, value) =>
    variables[name].setValueFromSource({ dataType: types[name] ?? opcua.DataType.Double, value });
  for (const [name, value] of Object.entries(values)) put(name, value);
  for (const name of ["State", "Temperature"]) {
    variables[name].accessLevel = variables[name].userAccessLevel = opcua.makeAccessLevelFlag("CurrentRead");
  }
  setInterval(() => put("Temperature", (values.Temperature += 0.125)), 100);
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [name, value] = line.split(" ");
    put(name, (values[name] = Number(value)));
  });
  await server.start();
  process.stdout.write("ready\n");
}

serve().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
