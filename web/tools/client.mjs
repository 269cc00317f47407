// Writes src/client/catalogue.ts from the OpenAPI document: one type per schema, and for each
// catalogue entry its arguments and its answer. Usage: node tools/client.mjs OPENAPI.json OUT.ts
import { readFileSync, writeFileSync } from "node:fs";

const [source, target] = process.argv.slice(2);
const document = JSON.parse(readFileSync(source, "utf8"));
const schemas = document.components?.schemas ?? {};

// What is answered keeps the plain name, also where what is sent has another shape. Where two rooms
// have a noun of one name, the document spells the module out: the room's name stays before it.
function typeName(name) {
  const plain = name.replace(/-Output$/, "").replace(/[^A-Za-z0-9_]/g, "_");
  const spelt = /^lineside__([a-z]+)__(?:\w+__)?([A-Z]\w*)$/.exec(plain);
  return spelt ? `${spelt[1][0].toUpperCase()}${spelt[1].slice(1)}${spelt[2]}` : plain;
}

const quoted = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

function typeOf(schema) {
  if (!schema || Object.keys(schema).length === 0) return "unknown";
  if (schema.$ref) return typeName(schema.$ref.split("/").pop());
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  const many = schema.anyOf ?? schema.oneOf;
  if (many) return [...new Set(many.map(typeOf))].join(" | ");
  if (schema.allOf) return schema.allOf.map(typeOf).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(" | ");
  switch (schema.type) {
    case "array":
      return arrayOf(schema);
    case "object":
      return objectOf(schema);
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "string":
      return "string";
    default:
      return "unknown";
  }
}

function arrayOf(schema) {
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(", ")}]`;
  const item = typeOf(schema.items);
  return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
}

function objectOf(schema) {
  if (schema.properties) return `{ ${fields(schema).join(" ")} }`;
  const value = schema.additionalProperties;
  return `Record<string, ${value && value !== true ? typeOf(value) : "unknown"}>`;
}

function fields(schema, everythingPresent = false) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, each]) => {
    const optional = everythingPresent || required.has(name) ? "" : "?";
    return `${quoted(name)}${optional}: ${typeOf(each)};`;
  });
}

function named(name, schema) {
  const note = schema.description ? `/** ${schema.description.split("\n")[0].replaceAll("*/", "")} */\n` : "";
  const body = schema.properties
    ? `{\n${fields(schema, !name.endsWith("Arguments")).map((line) => `  ${line}`).join("\n")}\n}`
    : typeOf(schema);
  return `${note}export type ${typeName(name)} = ${body};\n`;
}

function argumentsOf(operation) {
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  if (body) return typeOf(body);
  const given = (operation.parameters ?? []).filter((each) => each.in === "query");
  if (given.length === 0) return "Record<string, never>";
  const lines = given.map((each) => `${quoted(each.name)}${each.required ? "" : "?"}: ${typeOf(each.schema)};`);
  return `{ ${lines.join(" ")} }`;
}

function answerOf(operation) {
  const reply = operation.responses?.["200"] ?? operation.responses?.["201"];
  return typeOf(reply?.content?.["application/json"]?.schema);
}

const queries = [];
const actions = [];
for (const [path, methods] of Object.entries(document.paths)) {
  const match = /^\/api\/v1\/([a-z_]+)\/([a-z_]+)$/.exec(path);
  if (!match) continue;
  const entry = `${match[1]}.${match[2]}`;
  for (const [method, operation] of Object.entries(methods)) {
    const line = `  "${entry}": { args: ${argumentsOf(operation)}; answer: ${answerOf(operation)} };`;
    if (method === "get") queries.push(line);
    if (method === "post") actions.push(line);
  }
}

const text = [
  "// Generated from the OpenAPI document by `npm run client`; not edited by hand.\n",
  ...Object.entries(schemas).sort(([a], [b]) => a.localeCompare(b)).map(([name, schema]) => named(name, schema)),
  `export interface Queries {\n${queries.sort().join("\n")}\n}\n`,
  `export interface Actions {\n${actions.sort().join("\n")}\n}\n`,
].join("\n");
writeFileSync(target, text);
console.log(`${Object.keys(schemas).length} types, ${queries.length} queries, ${actions.length} actions`);
