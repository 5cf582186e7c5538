"""Figures of networkx and scipy on networks, as insight bench networks asks for them.

    network_figures.py phases EDGES.csv…      JSON, one object a file
    network_figures.py components EDGES.bin   JSON; EDGES.bin has pairs of 32-bit numbers, least byte first

EDGES.csv has `from` and `to`. A network has no direction and no weights. `auc` is that of pairs that are not linked in
one phase: whether those that are linked in the next one have the greater score, ties counting half. It is of the ends
of both phases.
"""

from __future__ import annotations

import csv
import itertools
import json
import resource
import sys
import time

import networkx as nx


def network(path: str) -> nx.Graph:
    graph = nx.Graph()
    with open(path, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["from"] != row["to"]:
                graph.add_edge(row["from"], row["to"])
    return graph


def auc(scores: dict, linked: nx.Graph) -> float | None:
    yes = [score for pair, score in scores.items() if linked.has_edge(*pair)]
    no = [score for pair, score in scores.items() if not linked.has_edge(*pair)]
    if not yes or not no:
        return None
    return sum((a > b) + (a == b) / 2 for a in yes for b in no) / (len(yes) * len(no))


def predicted(now: nx.Graph, then: nx.Graph) -> dict:
    ends = sorted(set(now) & set(then))
    pairs = [pair for pair in itertools.combinations(ends, 2) if not now.has_edge(*pair)]
    common = {(a, b): len(list(nx.common_neighbors(now, a, b))) for a, b in pairs}
    adamic = {(a, b): score for a, b, score in nx.adamic_adar_index(now, pairs)}
    return {"common_neighbours": auc(common, then), "adamic_adar": auc(adamic, then)}


def phases(paths: list[str]) -> list[dict]:
    graphs = [network(path) for path in paths]
    figures = []
    for number, graph in enumerate(graphs):
        groups = nx.community.louvain_communities(graph, seed=0)
        figures.append(
            {
                "degree": dict(graph.degree()),
                "betweenness": nx.betweenness_centrality(graph),
                "modularity": nx.community.modularity(graph, groups),
                "articulation_points": sorted(nx.articulation_points(graph)),
                "bridges": sorted(sorted(bridge) for bridge in nx.bridges(graph)),
                "auc": predicted(graph, graphs[number + 1]) if number + 1 < len(graphs) else None,
            }
        )
    return figures


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def components(path: str) -> dict:
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = np.fromfile(path, dtype="<i4").reshape(-1, 2)
    size = int(edges.max()) + 1
    begun, started = cpu(), time.monotonic()
    graph = coo_array((np.ones(len(edges), dtype=np.int8), (edges[:, 0], edges[:, 1])), shape=(size, size))
    count, labels = connected_components(graph.tocsr(), directed=False)
    seconds, wall = cpu() - begun, time.monotonic() - started
    # The least end of each component is its label, whatever scipy numbers them by.
    least = np.full(count, size, dtype=np.int64)
    np.minimum.at(least, labels, np.arange(size))
    least[labels].astype("<i4").tofile(path + ".scipy")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"cpu_seconds": seconds, "wall_seconds": wall, "peak_bytes": peak}


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    json.dump(phases(paths) if what == "phases" else components(paths[0]), sys.stdout)
