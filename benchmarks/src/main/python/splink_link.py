"""Links a file of persons or companies with Splink on DuckDB, with a set-up that suits the columns.

    splink_link.py ROWS.csv CLUSTERS.csv parts|address THRESHOLD...

ROWS.csv is what insight bench er writes: `row`, then columns named after the fields of the settings of insight link.
Parts of a street are `street_1`, `street_2` and so on; numbers are `id_KIND`. CLUSTERS.csv gets, for each row, its
cluster at each threshold (a probability). `parts` compares street, city and postcode each for itself; `address` makes
one comparison of them, which is better for households and worse for those who move alone. Prints the cost as JSON. The truth is not in the file: the caller compares.
"""

from __future__ import annotations

import json
import pathlib
import sys
import time

import duckdb
import splink
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_analysis import count_comparisons_from_blocking_rules

LEAST = 0.01
# In a file of so few rows, rows that agree in one column alone can be compared.
SMALL = 20_000
RANDOM_PAIRS = 1e6
SEED = 1


def comparisons(columns: list[str], one_address: bool) -> list:
    """How values are compared."""
    if one_address:
        alone = [c for c in columns if not c.startswith("street") and c not in ("city", "postcode")]
        return [comparison(c) for c in alone] + [address()]
    # A street that is written in parts is compared by them.
    return [comparison(c) for c in columns if c != "street" or "street_1" not in columns]


def address():
    """Columns of an address as one comparison: separate ones would count a household's address three times."""
    place = "(postcode_l = postcode_r OR city_l = city_r)"
    missing = " AND ".join(f"({c}_l IS NULL OR {c}_r IS NULL)" for c in ("street", "city", "postcode"))
    return cl.CustomComparison(
        output_column_name="address",
        comparison_levels=[
            cll.CustomLevel(missing).configure(is_null_level=True),
            cll.CustomLevel(f"street_l = street_r AND {place}"),
            cll.CustomLevel(f"jaro_winkler_similarity(street_l, street_r) >= 0.9 AND {place}"),
            cll.CustomLevel("street_l = street_r"),
            cll.CustomLevel("postcode_l = postcode_r"),
            cll.CustomLevel("city_l = city_r"),
            cll.ElseLevel(),
        ],
    )


def comparison(column: str):
    """How the values of a column alone are compared; rare values count more where columns are names."""
    if column in ("name", "given_name", "family_name"):
        return cl.NameComparison(column).configure(term_frequency_adjustments=True)
    if column == "birth_date":
        return cl.DateOfBirthComparison(column, input_is_string=True)
    if column == "email":
        return cl.EmailComparison(column)
    if column == "phone":
        return cl.LevenshteinAtThresholds(column, [1])
    if column == "postcode" or column.startswith("id_"):
        return cl.DamerauLevenshteinAtThresholds(column, [1, 2])
    if column in ("sex", "country"):
        return cl.ExactMatch(column)
    if column == "street_1":
        return cl.ExactMatch(column).configure(term_frequency_adjustments=True)
    if column.startswith("street"):
        return cl.JaroWinklerAtThresholds(column, [0.9, 0.7])
    return cl.JaroWinklerAtThresholds(column, [0.9]).configure(term_frequency_adjustments=True)


def blocking(columns: list[str], rows: int) -> list:
    """Rules under which pairs are compared: several, so that no one wrong value hides a pair."""
    numbers = [c for c in columns if c.startswith("id_")] + [c for c in ("email", "phone") if c in columns]
    together = [
        ("given_name", "family_name"),
        ("family_name", "birth_date"),
        ("given_name", "birth_date"),
        ("birth_date", "postcode"),
        ("family_name", "postcode"),
        ("birth_date", "substr(family_name, 1, 2)"),
        ("given_name", "street"),
        ("given_name", "postcode"),
        ("name", "birth_date"),
        ("name", "city"),
        ("birth_date", "substr(name, 1, 2)"),
        ("city", "substr(name, 1, 5)"),
        ("street_1", "city"),
    ]
    if rows <= SMALL:
        together.append(("city", "substr(birth_date, 1, 4)"))
        together += [(c,) for c in ("given_name", "family_name", "name", "birth_date", "street_2", "street")]
    rules = [(c,) for c in numbers] + [parts for parts in together if all(named(part) in columns for part in parts)]
    return [block_on(*parts) for parts in rules]


def named(part: str) -> str:
    """The column of a rule's part."""
    return part.removeprefix("substr(").split(",")[0]


def train(linker: Linker, columns: list[str]) -> None:
    certain = [block_on(c) for c in columns if c.startswith("id_") or c == "email"]
    name = [c for c in ("given_name", "family_name", "name") if c in columns]
    if "birth_date" in columns:
        certain.append(block_on(*name, "birth_date"))
    linker.training.estimate_probability_two_random_records_match(certain or [block_on(*name)], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    # Weights of a column are learned where another one decides which pairs are seen.
    for parts in (name, ["birth_date"] if "birth_date" in columns else ["city"]):
        if parts and set(parts) <= set(columns):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*parts))


def peak_bytes() -> int:
    """Most resident memory of this process; 0 where the system does not say. getrusage would count the parent's too."""
    status = pathlib.Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def main(rows: str, clusters: str, one_address: bool, thresholds: list[float]) -> None:
    cpu, wall = time.process_time(), time.monotonic()
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE persons AS SELECT * FROM read_csv('{rows}', all_varchar = true, header = true)")
    columns = [c for (c,) in connection.execute("SELECT column_name FROM (DESCRIBE persons)").fetchall() if c != "row"]
    if "birth_date" in columns:
        connection.execute(
            "UPDATE persons SET birth_date = regexp_replace(birth_date, '^(\\d{4})(\\d\\d)(\\d\\d)$', '\\1-\\2-\\3')"
        )
    [(number,)] = connection.execute("SELECT count(*) FROM persons").fetchall()
    rules = blocking(columns, number)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        comparisons=comparisons(columns, one_address),
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
    )
    table = DuckDBAPI(connection).register("persons")
    linker = Linker(table, settings)
    train(linker, columns)
    trained = time.process_time()
    pairs = linker.inference.predict(threshold_match_probability=LEAST)
    predicted, predicted_wall = time.process_time(), time.monotonic()
    at = []
    for i, threshold in enumerate(thresholds):
        begin, begin_wall = time.process_time(), time.monotonic()
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        # As if it were the only threshold.
        at.append(
            {
                "cpu_seconds": predicted - cpu + time.process_time() - begin,
                "wall_seconds": predicted_wall - wall + time.monotonic() - begin_wall,
            }
        )
        connection.execute(f'CREATE TABLE at_{i} AS SELECT "row", cluster_id AS c{i} FROM {found.physical_name}')
    peak = peak_bytes()
    named_clusters = "".join(f", c{i}" for i in range(len(thresholds)))
    joined = "".join(f' JOIN at_{i} USING ("row")' for i in range(len(thresholds)))
    connection.execute(f"""COPY (SELECT "row"{named_clusters} FROM persons{joined}) TO '{clusters}' (HEADER)""")
    counts = count_comparisons_from_blocking_rules(
        table, blocking_rules=rules, link_type="dedupe_only", unique_id_column_name="row", record_sample_proportion=1.0
    )
    figures = {
        "version": splink.__version__,
        "training_cpu_seconds": trained - cpu,
        "compared": sum(rule["marginal_comparison_count"] for rule in counts),
        "peak_bytes": peak,
        "at": at,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3] == "address", [float(threshold) for threshold in sys.argv[4:]])
    except Exception as e:
        # Its message may quote the data.
        sys.exit(f"Splink failed with {type(e).__name__}")
