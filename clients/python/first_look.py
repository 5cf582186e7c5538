"""Prints what a reader sees of persons, links and offences. See insight_trino for the environment."""

from insight_trino import connect
from sqlalchemy import text

QUERIES = {
    "tables": """
        SELECT table_schema || '.' || table_name
        FROM information_schema.tables
        WHERE table_schema IN ('curated', 'links') ORDER BY 1""",
    "persons": "SELECT count(*) FROM curated.persons",
    "links": "SELECT count(*) FROM curated.links",
    "persons of most sources": """
        SELECT caption, cardinality(sources), records
        FROM curated.persons ORDER BY 2 DESC, 3 DESC, 1, entity_id LIMIT 10""",
    "documents by offence": """
        SELECT key, count(DISTINCT document_id)
        FROM mentions.names WHERE kind = 'offence' GROUP BY key ORDER BY key""",
}


def main() -> None:
    """Prints each query's name, then a line for each row with a tab between values."""
    with connect().connect() as connection:
        for name, query in QUERIES.items():
            print(f"# {name}")
            for row in connection.execute(text(query)):
                print(*row, sep="\t")


if __name__ == "__main__":
    main()
