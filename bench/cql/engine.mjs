// The peer of the comparison: translates CQL and runs it with cql-execution.
//
// One JSON command a line on standard input, one JSON answer a line on standard output.
// Reading files and translating happen outside the clock; `seconds` and `cpu_seconds`
// of a run cover the executor and, for records, the opening of the bundles.

import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import {
  CqlCompilerOptions, CqlTranslator, LibraryManager, ModelManager,
  createModelInfoProvider, stringAsSource,
} from "@cqframework/cql/cql-to-elm";
import cql from "cql-execution";
import fhir from "cql-exec-fhir";

const require = createRequire(import.meta.url);
const FHIR_MODEL = "cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml";
const MODELS = {
  System: fs.readFileSync(new URL("system-modelinfo.xml", import.meta.url), "utf8"),
  FHIR: fs.readFileSync(require.resolve(FHIR_MODEL), "utf8"),
};

const nobody = { currentPatient: () => undefined, nextPatient: () => undefined };
const noValueSets = { findValueSetsByOid: () => [], findValueSet: () => undefined };
const source = fhir.PatientSource.FHIRv401();
const libraries = {};
let data = [];

function compilerOptions() {
  // Without annotations and locators: they would slow the executor down.
  const { DisableListDemotion, DisableListPromotion } = CqlCompilerOptions.Options;
  const options = new CqlCompilerOptions();
  options.setOptions([DisableListDemotion, DisableListPromotion]);
  return options;
}

function translate({ name, text }) {
  const models = new ModelManager();
  const provider = createModelInfoProvider(
    (id) => (MODELS[id] ? stringAsSource(MODELS[id]) : null));
  models.modelInfoLoader.registerModelInfoProvider(provider);
  const translator = CqlTranslator.fromText(
    text, new LibraryManager(models, compilerOptions()));
  const errors = translator.errors.asJsReadonlyArrayView().map((e) => e.message);
  if (errors.length === 0) libraries[name] = new cql.Library(JSON.parse(translator.toJson()));
  return { errors };
}

function load({ path }) {
  data = JSON.parse(fs.readFileSync(path, "utf8"));
  return { loaded: data.length };
}

function started() {
  return { wall: process.hrtime.bigint(), cpu: process.cpuUsage() };
}

function spent({ wall, cpu }) {
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: Number(process.hrtime.bigint() - wall) / 1e9,
    cpu_seconds: (user + system) / 1e6,
  };
}

function answersOf(results, names) {
  return names.map((name) => results[name] ?? null);
}

async function runRecords({ name, names, from, to, on }) {
  const bundles = data.slice(from, to);
  const at = cql.DateTime.parse(`${on}T00:00:00.0+00:00`);
  const parameters = { On: cql.Date.parse(on) };
  const start = started();
  source.reset();
  source.loadBundles(bundles);
  const executor = new cql.Executor(libraries[name], noValueSets, parameters);
  const results = await executor.exec(source, at);
  const time = spent(start);
  const ids = bundles.map((bundle) =>
    bundle.entry.find((e) => e.resource.resourceType === "Patient").resource.id);
  return { ...time, answers: ids.map((id) => answersOf(results.patientResults[id], names)) };
}

function revived(value) {
  // A date travels as {"date": "2026-03-02"}; a field that is null is left out.
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.date === "string" && Object.keys(value).length === 1) {
    return cql.Date.parse(value.date);
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revived(v)]));
}

async function runFacts({ name, names, from, to }) {
  const rows = data.slice(from, to).map((row) => ({
    facts: revived(row.facts), on: cql.Date.parse(row.on),
    at: cql.DateTime.parse(`${row.on}T00:00:00.0+00:00`),
  }));
  const found = [];
  const start = started();
  for (const { facts, on, at } of rows) {
    const parameters = { Facts: facts, On: on };
    const executor = new cql.Executor(libraries[name], noValueSets, parameters);
    found.push((await executor.exec(nobody, at)).unfilteredResults);
  }
  const time = spent(start);
  return { ...time, answers: found.map((results) => answersOf(results, names)) };
}

const DEEDS = { translate, load, runRecords, runFacts };

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { deed, ...words } = JSON.parse(line);
  let answer;
  try {
    answer = await DEEDS[deed](words);
  } catch (error) {
    answer = { failed: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
